package peal.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import peal.domain.BatchId;
import peal.domain.RetryPlan;
import peal.domain.dispatch.BatchProgress;
import peal.domain.dispatch.BatchProgress.Phase;
import peal.domain.dispatch.BatchTerms;
import peal.domain.dispatch.ZoneRows;

/** What dispatch has stored of a batch before batches had plans, or hours, is read as it was. */
class StoresOfOldTest {
  private static final BatchId BATCH = BatchId.ofToken("b");
  private static final Instant SINCE = Instant.ofEpochMilli(1_767_225_600_123L);
  private static final String PROGRESS =
      """
      {"t":"BatchProgress","v":1,"d":{"batch":"batch_b","since":1767225600123,"phase":"SEALED",\
      "rows":9,"lastRow":9,"takenRow":4,"settled":2,"paused":false%s}}\
      """;
  private static final String TERMS =
      """
      {"t":"BatchTerms","v":1,"d":{"batch":"batch_b","agent":{"id":"agent_1","name":"A",\
      "model":"m","voiceProvider":"p","voiceId":"v","language":"en","prompt":"Hello",\
      "variables":{},"fromNumber":"+15550001111","maxCallSeconds":600},"laneTotal":9,\
      "sealBy":1767226500123,"scheduledAt":1767229200123,"single":false%s}}\
      """;

  @ParameterizedTest
  @ValueSource(strings = {"", ",\"queues\":[{\"zones\":\"\",\"lastRow\":9,\"takenRow\":4}]"})
  void progressWithoutAPlan(String queues) {
    List<ZoneRows> known = queues.isEmpty() ? null : List.of(new ZoneRows("", 9, 4));

    assertThat(read(BatchProgress.class, PROGRESS.formatted(queues)))
        .isEqualTo(
            new BatchProgress(
                BATCH,
                SINCE,
                Phase.SEALED,
                9,
                9,
                4,
                2,
                false,
                null,
                known,
                null,
                null,
                null,
                null,
                null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",\"priority\":5",
        ",\"priority\":5,\"hours\":{\"windows\":[{\"start\":540,\"end\":1200}],"
            + "\"days\":[\"MONDAY\"],\"closed\":[]}"
      })
  void termsWithoutAPlan(String more) {
    BatchTerms terms = read(BatchTerms.class, TERMS.formatted(more));

    assertThat(terms.hours() != null).isEqualTo(more.contains("hours"));
    assertThat(terms.scheduledAt()).isEqualTo(Instant.ofEpochMilli(1_767_229_200_123L));
    assertThat(terms.callsPerSecond()).isNull();
    assertThat(terms.maxConcurrency()).isNull();
    assertThat(terms.endAt()).as("a batch of old has no end").isNull();
  }

  /** Sixty days, which was let in where no retry comes to it. */
  @Test
  void aGapThatNoRetryComesTo() {
    String callbacks = ",\"callbacks\":{\"maxAttempts\":1,\"gaps\":[7200000,5184000000]}";

    assertThat(read(BatchTerms.class, TERMS.formatted(callbacks)).callbacks())
        .isEqualTo(RetryPlan.smartCallback(1, List.of(Duration.ofHours(2))));
  }

  private static <T> T read(Class<T> type, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return EnvelopeSerde.of(type, 1).deserializer().deserialize("store", bytes);
  }
}
