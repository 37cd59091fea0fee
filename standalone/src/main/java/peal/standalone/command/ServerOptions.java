package peal.standalone.command;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import peal.standalone.client.Access;
import peal.standalone.client.GatewayClient;
import picocli.CommandLine.Option;

/** How a command finds its server. */
final class ServerOptions {
  /** The data folder where nothing else is said. */
  static final Path DEFAULT_DATA = Path.of("peal-data");

  @Option(names = "--url", paramLabel = "URL", description = "The server (PEAL_URL).")
  private String url;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Data folder of an 'up' on this machine (default: ./peal-data).")
  private Path data;

  /** Where the server is and what opens it; {@link Access#find} says in which order. */
  Access access(Map<String, String> environment) {
    Path folder = data == null ? DEFAULT_DATA : data;
    return Access.find(Optional.ofNullable(url), folder, environment);
  }

  /** A client of that server. */
  GatewayClient client() {
    return new GatewayClient(access(System.getenv()));
  }
}
