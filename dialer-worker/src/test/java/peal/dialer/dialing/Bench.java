package peal.dialer.dialing;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import peal.domain.DialRequest;
import peal.domain.DialingStop;
import peal.domain.DialingStops;
import peal.domain.event.CallEvent;
import peal.domain.event.Source;
import peal.service.trace.Origin;
import peal.topics.Topics;

/** The parts of a worker on a bench: manual time, a staged carrier, reports in a list. */
final class Bench {
  static final String WORKER = "worker-1";

  final ManualTime time = new ManualTime();
  final StagedCarrier carrier = new StagedCarrier();
  final Topics topics = new Topics(12);
  final BrokenProducer producer = new BrokenProducer(topics);
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  final DialingMetrics metrics = new DialingMetrics(registry);
  final Reports reports = new Reports(producer, topics, metrics, WORKER);
  final CarrierMetrics carrierMetrics = new CarrierMetrics(registry, "default");
  final AnswerLimit answerLimit = new AnswerLimit(Duration.ofSeconds(30));
  final Inquiry inquiry =
      new Inquiry(carrier, reports, carrierMetrics, time.clocks, answerLimit, 2);
  final Queue<Runnable> threads = new ArrayDeque<>();
  final CarrierBreaker breaker;
  final Ceiling ceiling;
  final PlacementLimit placements;
  final Placing placing;
  final LaneSlots slots;
  final Map<String, DialingStop> stops = new HashMap<>();
  boolean threadsRunAtOnce = true;

  /** What the next threads fail with, or null. */
  Error noThread;

  Bench(DialingSettings settings) {
    this(settings, 0);
  }

  /** As the other, with so many nanoseconds between two dials to the carrier. */
  Bench(DialingSettings settings, long carrierSpacingNanos) {
    breaker = new CarrierBreaker("default", settings, time.clocks);
    ceiling = new Ceiling(settings.maxInFlight(), settings.maxBytes());
    placements =
        new PlacementLimit(
            settings.maxPlacements(),
            settings.slowAnswer(),
            carrierSpacingNanos,
            time.clocks::nanos);
    placing =
        new Placing(
            carrier,
            new LaneGates(
                time.clocks,
                nanos -> time.freeze(Duration.ofNanos(nanos)),
                settings.spacingTolerance().toNanos()),
            new DialingStops(key -> Optional.ofNullable(stops.get(key))),
            breaker,
            ceiling,
            placements,
            reports,
            new Placing.Metrics(metrics, carrierMetrics),
            time.clocks,
            this::execute,
            answerLimit,
            WORKER);
    slots =
        new LaneSlots(
            time.clocks, time, settings.spacingTolerance().toNanos(), 0, placements, placing);
  }

  private void execute(Runnable task) {
    if (noThread != null) {
      throw noThread;
    }
    if (threadsRunAtOnce) {
      task.run();
    } else {
      threads.add(task);
    }
  }

  /** Kafka, as far as it is not out of order. */
  static final class BrokenProducer extends MockProducer<String, CallEvent> {
    /** What each send fails with, or null. */
    Error error;

    private BrokenProducer(Topics topics) {
      super(true, null, new StringSerializer(), topics.callEvents().values().serializer());
    }

    @Override
    public synchronized Future<RecordMetadata> send(
        ProducerRecord<String, CallEvent> record, Callback callback) {
      if (error != null) {
        throw error;
      }
      return super.send(record, callback);
    }
  }

  /** A dial whose slot is now arrives. */
  void arrives(long row) {
    arrives(Requests.dial(row, time.clocks.now().wall(), Duration.ZERO));
  }

  void arrives(DialRequest request) {
    placing.receive(request, Origin.NONE, time.clocks.now(), slots);
  }

  /** What was reported, without who says so; a Dialing names its worker itself. */
  List<CallEvent> reported() {
    return producer.history().stream()
        .map(ProducerRecord::value)
        .map(event ->
            event instanceof CallEvent.Report report && !(event instanceof CallEvent.Dialing)
                ? report.from(null)
                : event)
        .toList();
  }

  /** Who says each of them, and how it is known. */
  List<Source> sources() {
    return producer.history().stream()
        .map(record -> ((CallEvent.Report) record.value()).source())
        .toList();
  }

  double count(String name, String tag, String value) {
    return registry.get(name).tag(tag, value).counter().count();
  }

  /**
   * The report that the first attempt of {@code row} did not ring.
   *
   * @param slotMillis when its slot was, in milliseconds after {@link ManualTime#START}
   * @param after how long after it the report was made
   */
  static CallEvent notDialed(
      long row,
      long slotMillis,
      Duration after,
      String reason,
      Duration retryAfter,
      CallEvent.NotDialed.Cause cause) {
    return new CallEvent.NotDialed(
        Requests.attempt(row),
        ManualTime.START.plus(after),
        ManualTime.START.plusMillis(slotMillis),
        reason,
        retryAfter,
        cause);
  }
}
