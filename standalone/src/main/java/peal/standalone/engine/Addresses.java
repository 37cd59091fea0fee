package peal.standalone.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the services of one machine find each other.
 *
 * <p>They are chosen before anything starts, since the services name each other in a circle: the
 * worker tells the carrier where to call back, and needs to know where the carrier is.
 *
 * @param ingest loopback address of the ingest service
 * @param dialer of the dialer worker
 * @param projector of the status projector
 * @param simulator of the carrier simulator
 */
public record Addresses(URI ingest, URI dialer, URI projector, URI simulator) {
  private static final String HOST = "127.0.0.1";

  /**
   * The addresses that {@code file} keeps, or new ones, which it then keeps. A carrier goes on
   * calling back to where it was told while everything restarts, so the same place is listened at
   * again wherever its port is still free.
   */
  static Addresses kept(Path file) throws IOException {
    if (Files.exists(file)) {
      List<String> lines = Files.readAllLines(file);
      if (lines.size() == 4 && lines.stream().map(URI::create).allMatch(Addresses::isFree)) {
        List<URI> old = lines.stream().map(URI::create).toList();
        return new Addresses(old.get(0), old.get(1), old.get(2), old.get(3));
      }
    }
    Addresses chosen = free();
    Files.write(
        file,
        Stream.of(chosen.ingest, chosen.dialer, chosen.projector, chosen.simulator)
            .map(URI::toString)
            .toList());
    return chosen;
  }

  private static boolean isFree(URI address) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByName(HOST), address.getPort()));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Ports that were free a moment ago, all different. */
  public static Addresses free() {
    List<ServerSocket> held = new ArrayList<>();
    try {
      // Held together, or the system might hand out one port twice.
      return new Addresses(next(held), next(held), next(held), next(held));
    } catch (IOException e) {
      throw new UncheckedIOException("no free port on " + HOST, e);
    } finally {
      held.forEach(Addresses::close);
    }
  }

  private static URI next(List<ServerSocket> held) throws IOException {
    ServerSocket socket = new ServerSocket();
    held.add(socket);
    socket.bind(new InetSocketAddress(InetAddress.getByName(HOST), 0));
    return URI.create("http://" + HOST + ":" + socket.getLocalPort());
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
