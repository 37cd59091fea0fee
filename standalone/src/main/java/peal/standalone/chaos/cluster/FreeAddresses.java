package peal.standalone.chaos.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Loopback addresses whose ports were free a moment ago, all different. */
final class FreeAddresses {
  private static final String HOST = "127.0.0.1";

  private FreeAddresses() {}

  /** One for each name. */
  static Map<String, URI> of(List<String> names) {
    Map<String, URI> addresses = new LinkedHashMap<>();
    List<ServerSocket> held = new ArrayList<>();
    try {
      // Held together, or the system might hand out one port twice.
      for (String name : names) {
        ServerSocket socket = new ServerSocket();
        held.add(socket);
        socket.bind(new InetSocketAddress(InetAddress.getByName(HOST), 0));
        addresses.put(name, URI.create("http://" + HOST + ":" + socket.getLocalPort()));
      }
      return addresses;
    } catch (IOException e) {
      throw new UncheckedIOException("no free port on " + HOST, e);
    } finally {
      held.forEach(FreeAddresses::close);
    }
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
