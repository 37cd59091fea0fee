package peal.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LoopbackPortsTest {
  @Test
  void eachIsAnotherBelowThoseOfOutgoingConnections() {
    List<Integer> ports = Stream.generate(LoopbackPorts::free).limit(100).toList();

    assertThat(ports)
        .doesNotHaveDuplicates()
        .allSatisfy(port -> assertThat(port).isBetween(20_000, 31_999));
    assertThat(LoopbackPorts.freeAddress()).hasScheme("http").hasHost("127.0.0.1");
  }

  @Test
  void whatSomebodyListensOnIsNotFree() throws IOException {
    int port = LoopbackPorts.free();
    InetAddress loopback = InetAddress.getLoopbackAddress();

    try (ServerSocket tcp = new ServerSocket(port, 1, loopback)) {
      assertThat(LoopbackPorts.isFree(tcp.getLocalPort())).isFalse();
    }
    try (DatagramSocket udp = new DatagramSocket(port, loopback)) {
      assertThat(LoopbackPorts.isFree(udp.getLocalPort())).isFalse();
    }
    assertThat(LoopbackPorts.isFree(port)).isTrue();
  }
}
