package peal.testkit.kafka;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Whether a Docker engine answers, in at most two seconds and without a word. Testcontainers, asked
 * where there is none, tries every way that it knows and logs each failure as an error.
 */
final class DockerEngine {
  private static final int TCP_MILLIS = 1_000;
  private static final String PING = "GET /_ping HTTP/1.0\r\nHost: docker\r\n\r\n";

  private DockerEngine() {}

  static boolean answers() {
    return answers(DockerEngine::ask);
  }

  static boolean answers(BooleanSupplier ask) {
    CompletableFuture<Boolean> asked = CompletableFuture.supplyAsync(ask::getAsBoolean);
    try {
      return asked.completeOnTimeout(false, 2, TimeUnit.SECONDS).join();
    } catch (RuntimeException e) {
      return false;
    }
  }

  private static boolean ask() {
    String host = System.getenv("DOCKER_HOST");
    if (host != null && !host.startsWith("unix:")) {
      return listens(URI.create(host));
    }
    return sockets(Optional.ofNullable(host)).stream().anyMatch(DockerEngine::pings);
  }

  private static List<Path> sockets(Optional<String> host) {
    if (host.isPresent()) {
      return List.of(Path.of(URI.create(host.get()).getPath()));
    }
    Path home = Path.of(System.getProperty("user.home"));
    String runtime = Optional.ofNullable(System.getenv("XDG_RUNTIME_DIR")).orElse("/run/user/0");
    return List.of(
        Path.of("/var/run/docker.sock"),
        home.resolve(".docker/run/docker.sock"),
        home.resolve(".docker/desktop/docker.sock"),
        Path.of(runtime, "docker.sock"));
  }

  private static boolean listens(URI host) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host.getHost(), host.getPort()), TCP_MILLIS);
      return true;
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean pings(Path path) {
    if (!Files.exists(path)) {
      return false;
    }
    SocketAddress address = UnixDomainSocketAddress.of(path);
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(address);
      channel.write(ByteBuffer.wrap(PING.getBytes(StandardCharsets.US_ASCII)));
      ByteBuffer answer = ByteBuffer.allocate(64);
      channel.read(answer);
      return new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII)
          .contains(" 200");
    } catch (IOException e) {
      return false;
    }
  }
}
