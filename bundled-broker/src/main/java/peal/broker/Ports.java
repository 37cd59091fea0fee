package peal.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * Where a node listens on the loopback interface.
 *
 * @param client for clients and other brokers, 1–65535
 * @param controller for the metadata quorum, 1–65535
 */
record Ports(int client, int controller) {
  static final String HOST = "127.0.0.1";

  /** Two ports that were free a moment ago. Another process may still be faster. */
  static Ports anyFree() {
    try (ServerSocket one = listen(0);
        ServerSocket two = listen(0)) {
      return new Ports(one.getLocalPort(), two.getLocalPort());
    } catch (IOException e) {
      throw new UncheckedIOException("no free port on " + HOST, e);
    }
  }

  /** Whether both can be listened on now. */
  boolean free() {
    try (ServerSocket one = listen(client);
        ServerSocket two = listen(controller)) {
      return one.isBound() && two.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  String bootstrap() {
    return HOST + ":" + client;
  }

  private static ServerSocket listen(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      socket.bind(new InetSocketAddress(InetAddress.getByName(HOST), port));
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
