package peal.testkit.asterisk;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Passes requests on to Asterisk, and cuts the connection instead of the answer. */
public final class AnswersCut implements AutoCloseable {
  private final ServerSocket server;

  /** In front of {@code target}. */
  public AnswersCut(int target) throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual()
        .start(() -> {
          while (!server.isClosed()) {
            try (Socket from = server.accept();
                Socket to = new Socket(InetAddress.getLoopbackAddress(), target)) {
              byte[] request = new byte[65_536];
              int read = from.getInputStream().read(request);
              if (read < 0) {
                // Opened and given up without a request.
                continue;
              }
              // Headers and body may come apart.
              from.setSoTimeout(200);
              to.getOutputStream().write(request, 0, read);
              try {
                int rest = from.getInputStream().read(request);
                to.getOutputStream().write(request, 0, Math.max(0, rest));
              } catch (IOException e) {
                // It was all there.
              }
              to.getInputStream().read(request);
            } catch (IOException e) {
              // The client has gone, or this is closed.
            }
          }
        });
  }

  /** Where it listens. */
  public int port() {
    return server.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
