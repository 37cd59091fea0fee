package peal.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
class BundledBrokerTest {
  @TempDir Path folder;

  @Test
  void whatWasAcknowledgedSurvivesAKillAndTheAddressStays() throws Exception {
    try (BundledBroker broker = BundledBroker.start(folder)) {
      String address = broker.bootstrapServers();
      KafkaProbe.createTopic(address, "rows", 1);
      KafkaProbe.write(address, "rows", "before");

      broker.kill();
      assertThat(broker.alive()).isFalse();
      broker.restart();

      assertThat(broker.bootstrapServers()).isEqualTo(address);
      KafkaProbe.write(address, "rows", "after");
      assertThat(KafkaProbe.read(address, "rows", 2)).containsExactly("before", "after");
      assertThat(Files.readString(broker.log())).doesNotContain("ERROR", "SLF4J", "StatusLogger");
    }
  }

  @Test
  void itMovesToOtherPortsWithItsDataWhenItsOwnAreTaken() throws Exception {
    String before;
    try (BundledBroker broker = BundledBroker.start(folder)) {
      before = broker.bootstrapServers();
      KafkaProbe.createTopic(before, "rows", 1);
      KafkaProbe.write(before, "rows", "kept");
    }

    Ports old = NodeFile.read(folder).orElseThrow().ports();
    InetAddress loopback = InetAddress.getByName(Ports.HOST);
    try (ServerSocket client = new ServerSocket(old.client(), 1, loopback);
        ServerSocket controller = new ServerSocket(old.controller(), 1, loopback);
        BundledBroker broker = BundledBroker.start(folder)) {
      assertThat(List.of(client.getLocalPort(), controller.getLocalPort()))
          .doesNotContain(NodeFile.read(folder).orElseThrow().ports().client());
      assertThat(broker.bootstrapServers()).isNotEqualTo(before);
      assertThat(KafkaProbe.read(broker.bootstrapServers(), "rows", 1)).containsExactly("kept");
    }
  }

  @Test
  void itStopsInOrderSoThatTheNextStartHasNothingToRecover() throws Exception {
    BundledBroker.start(folder).close();

    // Kafka leaves this file in its data folder when, and only when, it was shut down in order.
    assertThat(folder.resolve("kafka").resolve(".kafka_cleanshutdown")).exists();
  }

  @Test
  void itEndsWithAParentThatIsKilled() throws Exception {
    Process parent =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                DoomedParent.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    ProcessHandle broker;
    try (BufferedReader said = parent.inputReader()) {
      String line = said.lines().filter(l -> l.startsWith("broker ")).findFirst().orElseThrow();
      broker = ProcessHandle.of(Long.parseLong(line.substring(7))).orElseThrow();
    } finally {
      parent.destroyForcibly();
    }
    CompletableFuture<ProcessHandle> end = broker.onExit();
    assertThat(end).succeedsWithin(120, TimeUnit.SECONDS);

    try (BundledBroker next = BundledBroker.start(folder)) {
      assertThat(next.alive()).isTrue();
    }
  }

  @Test
  void aPausedBrokerGoesOnWhereItWasAndCtrlCIsNotForIt() throws Exception {
    try (BundledBroker broker = BundledBroker.start(folder)) {
      String address = broker.bootstrapServers();
      KafkaProbe.createTopic(address, "rows", 1);

      broker.pause();
      CompletableFuture<Void> write =
          CompletableFuture.runAsync(() -> {
            try {
              KafkaProbe.write(address, "rows", "late");
            } catch (Exception e) {
              throw new IllegalStateException(e);
            }
          });
      assertThat(write).failsWithin(500, TimeUnit.MILLISECONDS);
      broker.resume();
      assertThat(write).succeedsWithin(120, TimeUnit.SECONDS);

      new ProcessBuilder("kill", "-INT", Long.toString(broker.pid())).start().waitFor();
      KafkaProbe.write(address, "rows", "still here");
      assertThat(KafkaProbe.read(address, "rows", 2)).containsExactly("late", "still here");
    }
  }

  @Test
  void aStartThatFailsSaysWhatTheBrokerSaid() {
    BrokerOptions wrong = BrokerOptions.DEFAULT.with("num.io.threads", "0");

    assertThatThrownBy(() -> BundledBroker.start(folder, wrong))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("broker.log")
        .hasMessageContaining("num.io.threads");
  }

  @Test
  void aFolderThatMakesNoSenseIsRefused() throws Exception {
    Files.writeString(folder.resolve("node.properties"), "port.client=many");

    assertThatThrownBy(() -> BundledBroker.start(folder))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("node.properties");
  }
}
