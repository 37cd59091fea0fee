package peal.service.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import peal.domain.BatchId;
import peal.domain.CallId;
import peal.domain.event.CallEvent;
import peal.topics.Topic;
import peal.topics.Topics;
import peal.topics.Unreadable;
import peal.topics.UnreadableRecord;

/** How large a record of each input may be. */
class LaneInputsTest {
  private static final String TOKEN = "01m814j0a2c4e6g8j0m2p4r6t8";

  private final Topics topics = new Topics(4);

  /** Put aside as too big, the cancel of its batch would never be confirmed. */
  @Test
  void theStopOfABatchMayNameNinetyThousandOpenCalls() {
    CallEvent stopped =
        new CallEvent.BatchStopped(
            BatchId.ofToken(TOKEN),
            Instant.EPOCH,
            LongStream.range(0, 90_000)
                .mapToObj(row -> new CallId(TOKEN, 0, 1_000_000 + row))
                .toList());
    byte[] written = topics.callEvents().values().serializer().serialize("call-events", stopped);

    assertThat(written.length).isGreaterThan(Topics.LARGEST_INPUT);
    assertThat(topics.callEvents().settings())
        .containsEntry("max.message.bytes", Integer.toString(Topics.LARGEST_DERIVED));
    assertThat(read(topics.callEvents(), written)).isEqualTo(stopped);
  }

  @Test
  void anEventBeyondWhatItsTopicTakesIsTooBig() {
    assertTooBig(topics.callEvents(), Topics.LARGEST_DERIVED + 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"batch-commands", "suppressions", "call-jobs", "call-jobs-bulk"})
  void whatComesFromOutsideStaysWithinOneMebibyte(String name) {
    Topic<?, ?> input =
        topics.all().stream().filter(topic -> topic.name().equals(name)).findFirst().orElseThrow();

    assertThat(input.settings()).doesNotContainKey("max.message.bytes");
    assertTooBig(input, Topics.LARGEST_INPUT + 1);
  }

  private static void assertTooBig(Topic<?, ?> topic, int bytes) {
    assertThatThrownBy(() -> read(topic, new byte[bytes]))
        .isInstanceOfSatisfying(
            UnreadableRecord.class,
            unreadable -> assertThat(unreadable.why()).isEqualTo(Unreadable.TOO_BIG));
  }

  private static Object read(Topic<?, ?> topic, byte[] value) {
    return LaneInputs.bounded(topic).deserialize(topic.name(), value);
  }
}
