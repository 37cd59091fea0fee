package peal.broker;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.MetadataRequest;
import org.apache.kafka.common.requests.MetadataResponse;
import org.apache.kafka.common.requests.RequestHeader;

/**
 * Asks one broker for its cluster's metadata over a plain socket: the least that a client does
 * before anything else. A whole admin client takes most of a second to load in a cold JVM.
 */
final class MetadataRequests {
  private static final int CONNECT_MILLIS = 200;
  private static final int LONGEST_ANSWER = 1 << 20;

  private MetadataRequests() {}

  /**
   * One request, one answer.
   *
   * @param answerMillis how long the answer may take, above 0 ms
   * @return what was answered, or empty where nobody listens, answers in time, or speaks Kafka
   */
  static Optional<MetadataResponse> ask(Ports ports, int answerMillis) {
    try (Socket socket = new Socket()) {
      socket.bind(new InetSocketAddress(Ports.HOST, 0));
      if (socket.getLocalPort() == ports.client()) {
        // It would reach itself, and keep the broker from its port.
        return Optional.empty();
      }
      socket.connect(new InetSocketAddress(Ports.HOST, ports.client()), CONNECT_MILLIS);
      socket.setSoTimeout(answerMillis);
      RequestHeader header =
          new RequestHeader(ApiKeys.METADATA, ApiKeys.METADATA.latestVersion(), "broker-start", 1);
      MetadataRequest request =
          MetadataRequest.Builder.forTopicNames(List.of(), false).build(header.apiVersion());
      send(socket, request.serializeWithHeader(header));
      return Optional.of((MetadataResponse) receive(socket, header));
    } catch (IOException | RuntimeException e) {
      // Not there yet, or another program at a port that was ours before; the caller asks again.
      return Optional.empty();
    }
  }

  private static void send(Socket socket, ByteBuffer body) throws IOException {
    ByteBuffer framed = ByteBuffer.allocate(Integer.BYTES + body.remaining());
    framed.putInt(body.remaining()).put(body);
    socket.getOutputStream().write(framed.array());
  }

  private static AbstractResponse receive(Socket socket, RequestHeader header) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    int length = in.readInt();
    if (length < 0 || length > LONGEST_ANSWER) {
      throw new IOException("an answer of " + length + " bytes is none of Kafka's");
    }
    return AbstractResponse.parseResponse(ByteBuffer.wrap(in.readNBytes(length)), header);
  }
}
