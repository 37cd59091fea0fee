package peal.benchmarks;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serde;
import peal.domain.AttemptId;
import peal.domain.BatchId;
import peal.domain.CallId;
import peal.domain.CallStatus;
import peal.domain.CallingAgent;
import peal.domain.DialRequest;
import peal.domain.Lane;
import peal.domain.Outcome;
import peal.domain.PhoneNumber;
import peal.domain.WorkspaceId;
import peal.domain.dispatch.BatchProgress;
import peal.domain.dispatch.LaneState;
import peal.domain.dispatch.OpenCall;
import peal.domain.dispatch.QueuedCall;
import peal.domain.event.CallEvent;
import peal.domain.event.CallQueued;
import peal.domain.event.Source;
import peal.projector.fold.Attempt;
import peal.projector.fold.BatchView;
import peal.projector.fold.CallView;
import peal.projector.fold.Opening;
import peal.projector.fold.Tally;
import peal.projector.fold.Trail;
import peal.projector.kafka.StoredBatches;
import peal.projector.kafka.StoredCalls;
import peal.topics.EnvelopeSerde;
import peal.topics.Topics;

/** The types of which each call writes one or more, as they look in the middle of a batch. */
public enum Hot {
  CALL_QUEUED(TOPICS().callJobs().values(), new CallQueued(call(), at(), number(), row())),
  DIAL_REQUEST(
      TOPICS().dialRequests().values(),
      new DialRequest(
          attempt(),
          new Lane(new WorkspaceId("acme"), 2),
          DialRequest.Kind.DIAL,
          number(),
          agent(),
          row(),
          at(),
          at().plusMillis(1_500),
          20_080)),
  DIALING(
      TOPICS().callEvents().values(),
      new CallEvent.Dialing(attempt(), at(), "dialer-1", at().minusMillis(20), "CA1", null)),
  PROGRESS(
      TOPICS().callEvents().values(),
      new CallEvent.Progress(attempt(), at(), "ringing", Source.callback("dialer-1"))),
  CONNECTED(
      TOPICS().callEvents().values(),
      new CallEvent.Connected(attempt(), at(), Source.callback("dialer-1"))),
  ENDED(
      TOPICS().callEvents().values(),
      new CallEvent.Ended(
          attempt(),
          at(),
          Outcome.ANSWERED,
          12.25,
          "agent: Hello Ada, this is Peal. person: I have no time.",
          null,
          Source.callback("dialer-1"))),
  CALL_SETTLED(
      TOPICS().callEvents().values(), new CallEvent.CallSettled(call(), at(), 1, Outcome.ANSWERED)),
  QUEUED_CALL(EnvelopeSerde.of(QueuedCall.class, 1), new QueuedCall(number(), row(), 0)),
  REQUESTED(
      EnvelopeSerde.of(OpenCall.class, 1),
      new OpenCall.Requested(
          attempt(),
          new QueuedCall(number(), row(), 0),
          at(),
          at().plusMillis(1_500),
          at().plusMillis(3_500),
          0,
          0)),
  PLACED(
      EnvelopeSerde.of(OpenCall.class, 1),
      new OpenCall.Placed(
          attempt(),
          new QueuedCall(number(), row(), 0),
          at().plusSeconds(60),
          at().plusSeconds(3_600),
          0,
          "CA1",
          null,
          0,
          null,
          at())),
  LANE_STATE(
      EnvelopeSerde.of(LaneState.class, 1),
      new LaneState(1_767_225_600_123_456L, Instant.EPOCH, 0, List.of())),
  BATCH_PROGRESS(
      EnvelopeSerde.of(BatchProgress.class, 1),
      new BatchProgress(
          batch(),
          at(),
          BatchProgress.Phase.SEALED,
          20_000,
          20_000,
          7_123,
          7_001,
          false,
          null,
          null,
          null,
          null,
          null,
          null,
          null)),
  STORED_CALL(
      StoredCalls::write,
      StoredCalls::read,
      new CallView(
          number(),
          row(),
          CallStatus.COMPLETED,
          List.of(
              new Attempt(
                  1,
                  at(),
                  at().plusSeconds(20),
                  Outcome.ANSWERED,
                  12.25,
                  "agent: Hello Ada, this is Peal. person: I have no time.",
                  null)),
          1,
          null,
          Outcome.ANSWERED,
          at().plusSeconds(20),
          new Trail(List.of(123_456L, 12L, 40L, 17L, 3L), 0, "d-c-e"),
          null,
          null)),
  STORED_BATCH(
      StoredBatches::write,
      StoredBatches::read,
      new BatchView(
          new Opening(
              at(), "June", "agent_1", 20_000, 20_000, null, false, columns(), null, null, null,
              null, 0, null),
          new BatchView.Sealed(at(), 20_000),
          new Tally(40, 6_000, 900, 0),
          null,
          null,
          at(),
          at(),
          at(),
          73_500_000,
          6_000,
          recent(),
          null,
          false,
          null,
          Map.of(),
          null,
          null,
          null,
          new BatchView.Steps(4_711L, at(), null, 104_711L, false),
          null));

  private final Function<Object, byte[]> write;
  private final Function<byte[], ?> read;
  private final Object value;

  <T, V extends T> Hot(Serde<T> serde, V value) {
    this(
        (T it) -> serde.serializer().serialize("topic", it),
        bytes -> serde.deserializer().deserialize("topic", bytes),
        value);
  }

  @SuppressWarnings("unchecked")
  <T, V extends T> Hot(Function<T, byte[]> write, Function<byte[], T> read, V value) {
    this.write = it -> write.apply((T) it);
    this.read = read;
    this.value = value;
  }

  Object value() {
    return value;
  }

  byte[] write(Object of) {
    return write.apply(of);
  }

  Object read(byte[] bytes) {
    return read.apply(bytes);
  }

  private static Topics TOPICS() {
    return new Topics(12);
  }

  private static Instant at() {
    return Instant.ofEpochMilli(1_767_225_600_123L);
  }

  private static BatchId batch() {
    return BatchId.ofToken("01kdvq8p7z3w5x6y7z8a9b0c1d");
  }

  private static CallId call() {
    return CallId.ofRow(batch(), 2, 12_345);
  }

  private static AttemptId attempt() {
    return new AttemptId(call(), 1);
  }

  private static PhoneNumber number() {
    return new PhoneNumber("+15551230017");
  }

  private static List<String> columns() {
    return List.of("first_name", "city");
  }

  private static Map<String, String> row() {
    return Map.of("first_name", "Ada", "city", "London");
  }

  private static List<BatchView.Finished> recent() {
    return List.of(12L, 11L, 10L, 9L, 8L, 7L, 6L, 5L, 4L, 3L).stream()
        .map(row -> new BatchView.Finished(row, at()))
        .toList();
  }

  private static CallingAgent agent() {
    return new CallingAgent(
        "agent_01kdvq8p7z3w5x6y7z8a9b0c1d",
        "Reminder",
        "gpt-4o",
        "elevenlabs",
        "rachel",
        "en-GB",
        "You remind {{first_name}} from {{city}} of tomorrow's appointment. ".repeat(6),
        "Hello {{first_name}}!",
        Map.of("company", "Acme"),
        new PhoneNumber("+15550001111"),
        600);
  }
}
