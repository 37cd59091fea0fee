package peal.dialer.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import peal.domain.Lane;
import peal.domain.PhoneNumber;
import peal.domain.WorkspaceId;
import peal.domain.dispatch.NumberHistory;
import peal.domain.dispatch.NumberHistory.Dial;
import peal.domain.dispatch.NumberHistory.Reach;

class OldDialsTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Serde<NumberHistory> SERDE = NumberHistorySerde.serde();

  @TempDir private Path folder;
  private KeyValueStore<Bytes, byte[]> store;

  @BeforeEach
  void anEmptyStore() {
    Properties settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "old-dials");
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
    MockProcessorContext<Void, Void> context =
        new MockProcessorContext<>(settings, new TaskId(0, 0), folder.toFile());
    store =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore("dialed"), Serdes.Bytes(), Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    store.init(context.getStateStoreContext(), store);
  }

  @Test
  void whatIsWrittenIsReadBack() {
    NumberHistory history =
        new NumberHistory(
            List.of(
                new Dial(START, Reach.DIALED, -7),
                new Dial(Instant.parse("2040-01-01T00:00:00Z"), Reach.CONVERSATION, 7)));

    byte[] bytes = SERDE.serializer().serialize("dialed", history);

    assertThat(bytes).as("nine for each").hasSize(19);
    assertThat(SERDE.deserializer().deserialize("dialed", bytes)).isEqualTo(history);
  }

  @Test
  void whatIsDamagedIsRefused() {
    assertThatThrownBy(() -> SERDE.deserializer().deserialize("dialed", new byte[] {1, 2}))
        .isInstanceOf(SerializationException.class);
    assertThatThrownBy(() -> SERDE.deserializer().deserialize("dialed", new byte[] {2}))
        .isInstanceOf(SerializationException.class);
  }

  @Test
  void whoWasNotCalledForLongIsForgottenWhereverTheWalkBegins() {
    for (int number = 0; number < 1_200; number++) {
      called(number, number % 2 == 0 ? START : START.plus(Duration.ofDays(30)));
    }
    OldDials old = new OldDials(store, START);
    Instant later = START.plus(Duration.ofDays(40));

    for (int second = 0; second < 4; second++) {
      old.sweep(later.plusSeconds(second));
    }

    assertThat(store.approximateNumEntries()).isEqualTo(600);
    assertThat(old.next()).as("a walk is over").isAfter(later.plusSeconds(60));
    old.sweep(later.plus(Duration.ofDays(30)));
    old.sweep(later.plus(Duration.ofDays(30)).plusSeconds(1));
    assertThat(store.approximateNumEntries()).isZero();
  }

  private void called(int number, Instant at) {
    PhoneNumber whom = new PhoneNumber("+1" + (5_550_000_000L + number));
    NumberHistory history = new NumberHistory(List.of(new Dial(at, Reach.RANG, 0)));
    store.put(
        LaneKeys.number(new Lane(new WorkspaceId("ws"), 0), whom),
        SERDE.serializer().serialize("dialed", history));
  }
}
