package peal.standalone.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

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
