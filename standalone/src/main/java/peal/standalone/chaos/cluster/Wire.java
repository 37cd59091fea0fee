package peal.standalone.chaos.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The network between two processes: an address that leads to another one, until it is cut. Whoever
 * wants the other end is connected at once also where there is none, and reset then. Thread-safe.
 */
public final class Wire implements AutoCloseable {
  private static final int CONNECT_MILLIS = 2_000;
  private static final int CHUNK = 16 * 1_024;
  private static final int BACKLOG = 200;

  /** What the wire does to what passes. */
  private enum Weather {
    CLEAR,
    /** Bytes vanish, and nobody is told. */
    SILENT,
    /** Every piece is late. */
    SLOW,
    /** Connections end with a reset, old ones and new ones. */
    RESET
  }

  private final ServerSocket server;
  private final InetSocketAddress to;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private volatile Weather weather = Weather.CLEAR;
  private volatile long lateMillis;

  private Wire(ServerSocket server, InetSocketAddress to) {
    this.server = server;
    this.to = to;
  }

  /** Opens one that leads to {@code to}, where nobody need be yet. */
  public static Wire to(URI to) {
    try {
      InetAddress host = InetAddress.getByName(to.getHost());
      Wire wire =
          new Wire(new ServerSocket(0, BACKLOG, host), new InetSocketAddress(host, to.getPort()));
      Thread.ofVirtual().name("wire").start(wire::accept);
      return wire;
    } catch (IOException e) {
      throw new UncheckedIOException("no wire to " + to, e);
    }
  }

  /** Where it begins. */
  public URI address() {
    return URI.create(
        "http://" + server.getInetAddress().getHostAddress() + ":" + server.getLocalPort());
  }

  /**
   * From now on bytes vanish. Connections that lost some are reset when the wire is mended, for no
   * one could make sense of the rest.
   */
  public void silence() {
    weather = Weather.SILENT;
  }

  /** From now on each piece of a message is {@code late}, in each direction. */
  public void slow(Duration late) {
    lateMillis = late.toMillis();
    weather = Weather.SLOW;
  }

  /** Resets all connections, and from now on new ones. */
  public void reset() {
    weather = Weather.RESET;
    links.forEach(Link::reset);
  }

  /** Lets everything pass again. */
  public void mend() {
    weather = Weather.CLEAR;
    links.stream().filter(link -> link.lost).forEach(Link::reset);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket near = server.accept();
        Thread.ofVirtual().name("wire-link").start(() -> connect(near));
      } catch (IOException e) {
        // Closed, or a connection that was gone before it was taken.
      }
    }
  }

  private void connect(Socket near) {
    Link link = new Link(near, new Socket());
    links.add(link);
    try {
      if (weather == Weather.RESET) {
        link.reset();
        return;
      }
      if (weather == Weather.SILENT) {
        link.lose();
      } else {
        link.far.connect(to, CONNECT_MILLIS);
        link.far.setTcpNoDelay(true);
      }
      near.setTcpNoDelay(true);
      Thread.ofVirtual().name("wire-back").start(() -> pass(link, link.far, near));
      pass(link, near, link.far);
    } catch (IOException e) {
      link.reset();
    }
  }

  private void pass(Link link, Socket from, Socket to) {
    byte[] chunk = new byte[CHUNK];
    try {
      // A link that began in silence has one end only.
      if (!from.isConnected()) {
        return;
      }
      InputStream in = from.getInputStream();
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        Weather now = weather;
        if (now == Weather.SLOW) {
          Thread.sleep(lateMillis);
        }
        if (now == Weather.SILENT || link.lost) {
          link.lose();
        } else {
          OutputStream out = to.getOutputStream();
          out.write(chunk, 0, read);
          out.flush();
        }
      }
      if (!link.lost) {
        to.shutdownOutput();
      }
      link.ended();
    } catch (IOException e) {
      link.reset();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      link.reset();
    }
  }

  /** Ends it with all that passes it. */
  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      // It leads nowhere any more either way.
    }
    links.forEach(Link::reset);
  }

  /** One connection, which has two ends. */
  private final class Link {
    private final Socket near;
    private final Socket far;
    private volatile boolean lost;
    private boolean halfEnded;

    Link(Socket near, Socket far) {
      this.near = near;
      this.far = far;
    }

    /** It has lost something; where the wire was mended just now, nobody else would reset it. */
    void lose() {
      lost = true;
      if (weather != Weather.SILENT) {
        reset();
      }
    }

    /** One side has said all. */
    synchronized void ended() {
      if (halfEnded || lost) {
        close();
      }
      halfEnded = true;
    }

    /** Both ends hear of it at once. */
    void reset() {
      linger(near);
      linger(far);
      close();
    }

    private void linger(Socket end) {
      try {
        end.setSoLinger(true, 0);
      } catch (IOException e) {
        // It has been closed before.
      }
    }

    private void close() {
      links.remove(this);
      for (Socket end : new Socket[] {near, far}) {
        try {
          end.close();
        } catch (IOException e) {
          // Nothing is left to do for it.
        }
      }
    }
  }
}
