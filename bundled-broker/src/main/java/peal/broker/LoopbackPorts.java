package peal.broker;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports of the loopback interface for whoever must know one before it listens there, or come back
 * to it. They lie below those that systems give to outgoing connections (Linux from 32768 on,
 * others from 49152), or any connection could take one away meanwhile. Thread-safe.
 */
public final class LoopbackPorts {
  static final String HOST = "127.0.0.1";

  private static final int FIRST = 20_000;
  private static final int COUNT = 12_000;

  /** Each process begins elsewhere, so that two that choose at once seldom meet. */
  private static final AtomicInteger NEXT =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

  private LoopbackPorts() {}

  /**
   * A port that was free a moment ago, for TCP and UDP, and that this process has not been given.
   *
   * @throws IllegalStateException when all of them are taken
   */
  public static int free() {
    for (int i = 0; i < COUNT; i++) {
      int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException(
        "no port of " + HOST + " from " + FIRST + " to " + (FIRST + COUNT - 1) + " is free");
  }

  /** An HTTP address with such a port. */
  public static URI freeAddress() {
    return URI.create("http://" + HOST + ":" + free());
  }

  /** Whether {@code port} can be listened on now, for TCP and UDP. */
  public static boolean isFree(int port) {
    try (ServerSocket tcp = new ServerSocket();
        DatagramSocket udp = new DatagramSocket(null)) {
      InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(HOST), port);
      tcp.bind(address);
      udp.bind(address);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
