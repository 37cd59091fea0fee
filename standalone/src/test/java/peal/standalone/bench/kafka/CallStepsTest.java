package peal.standalone.bench.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import peal.standalone.bench.kafka.Traffic.Load;

class CallStepsTest {
  private static final Traffic TRAFFIC =
      new Traffic(
          new Load(1, 100),
          new Load(1, 900),
          new Load(2.5, 150),
          new Load(1, 120),
          new Load(7.5, 80),
          new Load(3.25, 300));

  private final CallSteps steps = new CallSteps(TRAFFIC);
  private final Deque<ProducerRecord<String, byte[]>> written = new ArrayDeque<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private int done;

  @Test
  void eachCallIsDoneOnceAndHasItsRecordsInSum() {
    // when
    for (int call = 0; call < 400; call++) {
      written.add(steps.row(CallSteps.ROWS));
      while (!written.isEmpty()) {
        read(written.remove());
      }
    }

    // then
    assertThat(done).isEqualTo(400);
    assertThat(counts)
        .containsEntry(CallSteps.ROWS, 400)
        .containsEntry(CallSteps.REQUESTS, 400)
        .containsEntry(CallSteps.EVENTS, 1_400)
        .containsEntry(CallSteps.DISPATCH_LOG, 3_000)
        .containsEntry(CallSteps.PROJECTOR_LOG, 1_300);
  }

  @Test
  void aRecordIsAsLargeAsPeals() {
    ProducerRecord<String, byte[]> row = steps.row(CallSteps.ROWS);

    assertThat(row.key().length() + row.value().length).isEqualTo(100);
  }

  private void read(ProducerRecord<String, byte[]> record) {
    counts.merge(record.topic(), 1, Integer::sum);
    switch (record.topic()) {
      case CallSteps.REQUESTS -> steps.dial(record.value(), written::add);
      case CallSteps.ROWS, CallSteps.EVENTS -> {
        steps.dispatch(record.topic(), record.value(), written::add);
        done += steps.project(record.topic(), record.value(), written::add) ? 1 : 0;
      }
      default -> {}
    }
  }
}
