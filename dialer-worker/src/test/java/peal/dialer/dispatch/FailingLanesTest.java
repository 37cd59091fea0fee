package peal.dialer.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import peal.domain.BatchId;
import peal.domain.CallId;
import peal.domain.CallingAgent;
import peal.domain.DialRequest;
import peal.domain.DialingStops;
import peal.domain.Lane;
import peal.domain.Limits;
import peal.domain.PhoneNumber;
import peal.domain.Workspace;
import peal.domain.WorkspaceId;
import peal.domain.dispatch.Dispatch;
import peal.domain.dispatch.LaneTick;
import peal.domain.dispatch.Timing;
import peal.domain.event.BatchCommand.BatchOpened;
import peal.domain.event.BatchCommand.BatchSealed;
import peal.domain.event.CallQueued;
import peal.domain.event.LaneEvent;
import peal.service.streams.LaneKey;

/**
 * One lane's tick that threw ended the thread of all lanes of its partition, five times, then the
 * process, and then the next one's; so did an entry that could not be read when a task started.
 */
class FailingLanesTest {
  private static final Lane BROKEN = new Lane(new WorkspaceId("broken"), 0);
  private static final Lane SOUND = new Lane(new WorkspaceId("sound"), 0);
  private static final BatchId BATCH = BatchId.ofToken("b1");
  private static final byte[] NONSENSE = "nonsense".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private Limits limits = new Limits(20, 10, 1_000_000);
  private boolean deepRules;
  private boolean deepStore;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private MockProcessorContext<String, Object> context;
  private DispatchProcessor dispatch;

  @BeforeEach
  void aTask() {
    Properties settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "failing-lanes");
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
    context = new MockProcessorContext<>(settings, new TaskId(0, 0), folder.toFile());
    context.setCurrentSystemTimeMs(now.toEpochMilli());
    for (StoreBuilder<?> builder : DispatchStores.builders()) {
      StateStore store = inMemory(builder.name());
      store.init(context.getStateStoreContext(), store);
      context.addStateStore(builder.name().equals("dispatch-lanes") ? overflowing(store) : store);
    }
    dispatch =
        new DispatchProcessor(
            new Dispatch(Timing.DEFAULT),
            new LaneTick(Timing.DEFAULT),
            this::workspace,
            DialingStops.NONE,
            () -> now,
            () -> 0,
            new DispatchMeters(meters));
  }

  private Optional<Workspace> workspace(WorkspaceId id) {
    if (deepRules && id.equals(BROKEN.workspace())) {
      throw new StackOverflowError("a fault that a test wants");
    }
    return Optional.of(new Workspace(id, "W", 1, limits, List.of(), List.of(), now));
  }

  /** {@code store}, which overflows the stack while {@link #deepStore}. */
  private StateStore overflowing(StateStore store) {
    return (StateStore)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {KeyValueStore.class},
            (proxy, method, args) -> {
              if (deepStore && method.getName().equals("get")) {
                throw new StackOverflowError("a fault that a test wants");
              }
              return method.invoke(store, args);
            });
  }

  private static StateStore inMemory(String name) {
    return Stores.keyValueStoreBuilder(
            Stores.inMemoryKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
        .withLoggingDisabled()
        .build();
  }

  @Test
  void aLaneWhoseTermsCannotBeReadAnyMoreLetsItsNeighbourDial() {
    dispatch.init(context);
    upload(BROKEN);
    upload(SOUND);
    byte[] terms = terms().get(LaneKeys.batch(BROKEN, BATCH));
    terms().put(LaneKeys.batch(BROKEN, BATCH), NONSENSE);

    passes(Duration.ofSeconds(1));

    assertThat(dialed()).containsOnly(SOUND.key()).hasSize(3);
    assertThat(failing()).isOne();

    terms().put(LaneKeys.batch(BROKEN, BATCH), terms);
    passes(Duration.ofSeconds(58));
    assertThat(dialed()).as("before its minute").doesNotContain(BROKEN.key());
    passes(Duration.ofSeconds(3));

    assertThat(dialed()).contains(BROKEN.key());
    assertThat(failing()).isZero();
  }

  @Test
  void aLaneWhoseRulesEndInAnErrorLetsItsNeighbourDial() {
    dispatch.init(context);
    deepRules = true;
    upload(BROKEN);
    upload(SOUND);

    passes(Duration.ofSeconds(1));

    assertThat(dialed()).containsOnly(SOUND.key()).hasSize(3);
    assertThat(failing()).isOne();
  }

  /** Streams sets aside what an exception came of; an error ended its threads, one by one. */
  @Test
  void anErrorInOneRecordIsAnExceptionAndLeavesNothingBehind() {
    dispatch.init(context);
    deepStore = true;

    assertThatThrownBy(() -> upload(SOUND))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("StackOverflowError");

    deepStore = false;
    upload(SOUND);
    passes(Duration.ofSeconds(1));
    assertThat(dialed()).containsOnly(SOUND.key()).hasSize(3);
  }

  @Test
  void aLaneThatCannotBeReadAtTheStartIsLeftAloneAndKeepsItsEntries() {
    terms().put(LaneKeys.batch(BROKEN, BATCH), NONSENSE);

    dispatch.init(context);
    upload(SOUND);
    passes(Duration.ofMinutes(2));

    assertThat(dialed()).contains(SOUND.key()).doesNotContain(BROKEN.key());
    assertThat(failing()).isOne();
    assertThat(terms().get(LaneKeys.batch(BROKEN, BATCH))).isEqualTo(NONSENSE);

    dispatch.close();
    assertThat(failing()).as("of a task that has left").isZero();
  }

  /** A cancel between a batch's rows left some of them behind, numbers and all. */
  @Test
  void rowsOfBatchesThatAreOverGoAndThoseThatWaitStay() {
    KeyValueStore<Bytes, byte[]> fresh = context.getStateStore("dispatch-fresh");
    for (long row = 1; row <= 1_200; row++) {
      fresh.put(LaneKeys.row(BROKEN, BATCH, 0, row), NONSENSE);
      fresh.put(LaneKeys.row(SOUND, BatchId.ofToken("b0"), 0, row), NONSENSE);
    }
    dispatch.init(context);
    limits = new Limits(20, 1, 1_000_000);
    upload(SOUND);

    passes(Duration.ofSeconds(1));

    List<Lane> left = new ArrayList<>();
    fresh.all().forEachRemaining(entry -> left.add(LaneKey.laneOf(entry.key)));
    assertThat(left).as("rows that wait share an entry").containsExactly(SOUND);

    limits = new Limits(20, 10, 1_000_000);
    passes(Duration.ofSeconds(3));

    assertThat(dialed()).containsOnly(SOUND.key()).hasSize(3);
  }

  private KeyValueStore<Bytes, byte[]> terms() {
    return context.getStateStore("dispatch-terms");
  }

  private double failing() {
    return meters.get("peal_lanes_failing").gauge().value();
  }

  /** The lane of each dial, in their order. */
  private List<String> dialed() {
    return context.forwarded().stream()
        .map(MockProcessorContext.CapturedForward::record)
        .filter(record ->
            record.value() instanceof DialRequest request
                && request.kind() == DialRequest.Kind.DIAL)
        .map(record -> record.key().toString())
        .toList();
  }

  private void passes(Duration time) {
    for (long left = time.toMillis(); left > 0; left -= 50) {
      now = now.plusMillis(50);
      context.setCurrentSystemTimeMs(now.toEpochMilli());
      context.scheduledPunctuators().stream()
          .filter(scheduled -> !scheduled.cancelled())
          .toList()
          .forEach(scheduled -> scheduled.getPunctuator().punctuate(now.toEpochMilli()));
    }
  }

  private void upload(Lane lane) {
    CallingAgent agent =
        new CallingAgent(
            "agent_1",
            "A",
            "m",
            "p",
            "v",
            "en",
            "Hello",
            null,
            Map.of(),
            new PhoneNumber("+15550009999"),
            600);
    take(lane, new BatchOpened(BATCH, now, "n", agent, 3, 3, now.plusSeconds(900), null, null));
    for (int row = 1; row <= 3; row++) {
      CallId call = CallId.ofRow(BATCH, 0, row);
      take(lane, new CallQueued(call, now, new PhoneNumber("+1555000" + (1000 + row)), Map.of()));
    }
    take(lane, new BatchSealed(BATCH, now, 3));
  }

  private void take(Lane lane, LaneEvent event) {
    dispatch.process(new Record<>(lane, event, now.toEpochMilli()));
  }
}
