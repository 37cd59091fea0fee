package peal.gateway;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Requests that no HTTP client would send. */
final class RawHttp {
  /** Writes a request body as a test likes it. */
  @FunctionalInterface
  interface Body {
    void to(OutputStream out) throws IOException;
  }

  private RawHttp() {}

  static String send(int port, String head, Body body) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(60_000);
      OutputStream out = socket.getOutputStream();
      out.write(head.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
      try {
        body.to(out);
        out.flush();
      } catch (IOException e) {
        // The other side has answered and closed; its answer is still to be read.
      }
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  static String send(int port, String head) throws IOException {
    return send(port, head, out -> {});
  }
}
