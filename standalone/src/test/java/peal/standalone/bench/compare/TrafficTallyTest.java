package peal.standalone.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import peal.standalone.bench.kafka.Traffic;

class TrafficTallyTest {
  private static final String CONNECTED =
      "{\"t\":\"Connected\",\"v\":1,\"d\":{\"attempt\":\"call_01kdvq8p7z3w5x6y7z8a9b0c1d-2-17#1\","
          + "\"at\":1767225600123}}";
  private static final String SETTLED =
      "{\"t\":\"CallSettled\",\"v\":1,\"d\":{\"call\":\"call_01kdvq8p7z3w5x6y7z8a9b0c1d-2-17\","
          + "\"at\":1767225600123,\"attempts\":1,\"outcome\":\"ANSWERED\"}}";

  private final TrafficTally tally = new TrafficTally();

  @Test
  void recordsAreCountedByWhoWritesThem() {
    // given
    add("call-jobs", "12345");
    add("call-jobs-bulk", "1234567");
    add("call-events", CONNECTED);
    add("call-events", CONNECTED);
    add("call-events", SETTLED);
    add("peal-dispatch-dispatch-open-changelog", "123");
    add("peal-dispatch-dispatch-open-changelog", null);
    add("peal-status-projector-calls-changelog", "1234");
    add("workspaces", "123");

    // when
    Traffic traffic = tally.traffic(2);

    // then, with a key of two bytes each
    assertThat(traffic.rows()).isEqualTo(new Traffic.Load(1, 8));
    assertThat(traffic.reports()).isEqualTo(new Traffic.Load(1, CONNECTED.length() + 2));
    assertThat(traffic.decisions()).isEqualTo(new Traffic.Load(0.5, SETTLED.length() + 2));
    assertThat(traffic.dispatchStores()).isEqualTo(new Traffic.Load(1, 3));
    assertThat(traffic.projectorStores()).isEqualTo(new Traffic.Load(0.5, 6));
    assertThat(traffic.requests()).isEqualTo(new Traffic.Load(0, 1));
  }

  private void add(String topic, String value) {
    tally.add(topic, bytes("ab"), value == null ? null : bytes(value));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
