package peal.dialer.dialing;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.dialer.carrier.CarrierAdapter;
import peal.dialer.carrier.LaneReport;
import peal.domain.DialRequest;
import peal.domain.DialingStops;
import peal.domain.event.CallEvent;
import peal.domain.event.Source;
import peal.service.kafka.DeadLetters;
import peal.service.kafka.GroupTimes;
import peal.service.kafka.KafkaClients;
import peal.service.trace.Origin;
import peal.topics.Topics;

/**
 * One member of the group that places calls. It works from construction until {@link #close}; any
 * number of workers share {@code dial-requests}. Thread-safe. The carriers stay the caller's.
 */
public final class DialingWorker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DialingWorker.class);
  private static final String GROUP = "peal-dialing";

  /** Until somebody has configured the carrier that a number names, as long as a shut door. */
  private static final Duration UNKNOWN_FOR = Duration.ofSeconds(10);

  private static final Duration PRODUCER_CLOSE_LIMIT = Duration.ofSeconds(5);
  private static final Duration INTAKE_STOP_LIMIT = Duration.ofSeconds(5);

  private final Duration drainLimit;
  private final Reports reports;
  private final DeadLetters deadLetters;
  private final Ceiling ceiling;
  private final Map<String, Trunk> trunks = new LinkedHashMap<>();
  private final Clocks clocks;
  private final DialingMetrics metrics;
  private final RequestIntake intake;
  private final BrokerClock brokerClock;
  private final Thread poller;
  private final ScheduledThreadPoolExecutor alarms;
  private final ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * Joins the group and begins to dial.
   *
   * @param clients where the Kafka clients come from
   * @param topics the catalogue
   * @param stops where dialing is stopped, as it is now
   * @param carriers who place the calls; one of them is {@link CarrierAdapter#DEFAULT}
   * @param settings ceilings and limits
   * @param clocks wall and monotonic time
   * @param registry where metrics go; they are named {@code peal_…}
   * @param name this worker, in reports and client ids
   */
  public DialingWorker(
      KafkaClients clients,
      Topics topics,
      DialingStops stops,
      List<CarrierAdapter> carriers,
      DialingSettings settings,
      Clocks clocks,
      MeterRegistry registry,
      String name) {
    this.metrics = new DialingMetrics(registry);
    this.clocks = clocks;
    this.drainLimit = settings.drainLimit();
    this.reports =
        new Reports(
            clients.producer(
                "dialing-reports-" + name,
                topics.callEvents().values().serializer(),
                Map.of(
                    ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                    120_000,
                    // A callback hears within 4 s that Kafka is away, and a poll goes on.
                    ProducerConfig.MAX_BLOCK_MS_CONFIG,
                    1_000,
                    // Each batch wakes every reader of the events; nobody waits for a report.
                    ProducerConfig.LINGER_MS_CONFIG,
                    40,
                    // Control characters of a transcript take six bytes each in JSON.
                    ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                    topics.callEvents().largest())),
            topics,
            metrics,
            name);
    this.deadLetters =
        new DeadLetters(clients, topics.dialRequests().name(), "dialing-" + name, registry);
    this.ceiling = new Ceiling(settings.maxInFlight(), settings.maxBytes());
    this.alarms =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("dial-alarms").factory());
    Trunk.Shared shared =
        new Trunk.Shared(
            settings,
            clocks,
            (nanos, task) -> alarms.schedule(task, nanos - clocks.nanos(), TimeUnit.NANOSECONDS),
            new LaneGates(
                clocks, TimeUnit.NANOSECONDS::sleep, settings.spacingTolerance().toNanos()),
            stops,
            ceiling,
            reports,
            metrics,
            registry,
            calls,
            name);
    carriers.forEach(carrier -> trunks.put(carrier.id(), new Trunk(carrier, shared)));
    this.intake =
        new RequestIntake(
            clients.consumer("dialing-" + name, membership(settings)),
            topics,
            deadLetters,
            this::receive,
            metrics,
            clocks,
            () -> Trunk.allFail(trunks.values()));
    metrics.gauge("peal_dials_in_flight", "Dials waiting for a slot or an answer", ceiling::taken);
    metrics.gauge(
        "peal_dials_in_flight_bytes", "Heap that those take, estimated", ceiling::takenBytes);
    metrics.gauge(
        "peal_clock_offset_seconds",
        "How far the clock here is ahead of those of dispatch, the quickest request's way included",
        intake::clockOffset);
    this.brokerClock = BrokerClock.of(clients, clocks, name);
    metrics.gauge(
        "peal_broker_clock_offset_seconds",
        "How far the clock here is ahead of that of Kafka's active controller",
        brokerClock::seconds);
    metrics.gauge(
        "peal_consumer_lag",
        "Records behind the ends of the input partitions that are read here",
        intake::lag,
        "group",
        GROUP);
    reports.prepare();
    this.poller = Thread.ofPlatform().daemon().name("dial-requests").start(intake);
  }

  /**
   * Membership of the group. An eager assignor, because it resets positions to the committed
   * offsets at every rebalance; a cooperative one would go on from where it had polled. The classic
   * protocol, because the newer ones notice a dead worker after 45 s at the earliest.
   */
  private static Map<String, Object> membership(DialingSettings settings) {
    return Map.of(
        ConsumerConfig.GROUP_ID_CONFIG,
        GROUP,
        ConsumerConfig.GROUP_PROTOCOL_CONFIG,
        "classic",
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        RangeAssignor.class.getName(),
        ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
        GroupTimes.SESSION_MILLIS,
        ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
        GroupTimes.HEARTBEAT_MILLIS,
        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
        "earliest",
        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
        settings.maxPollRecords(),
        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
        false);
  }

  private void receive(DialRequest request, Origin origin, Moment arrival) {
    String id = request.carrier() == null ? CarrierAdapter.DEFAULT : request.carrier();
    Trunk trunk = trunks.get(id);
    if (trunk != null) {
      trunk.receive(request, origin, arrival);
      return;
    }
    LOG.warn("{} is for carrier {}, which this worker does not know.", request.attempt(), id);
    if (request.kind() == DialRequest.Kind.DIAL) {
      metrics.notDialed(NotDialedReason.UNAVAILABLE);
      CallEvent.NotDialed answer =
          new CallEvent.NotDialed(
              request.attempt(),
              clocks.now().wall(),
              request.slotAt(),
              "the dialer has no carrier " + id,
              UNKNOWN_FOR,
              NotDialedReason.UNAVAILABLE.cause());
      calls.execute(() -> reports.report(request.lane(), answer, Source.PLACED));
    }
  }

  /** Writes what a carrier tells to its lane; done when Kafka has it, or fails. */
  public CompletionStage<Void> report(LaneReport report) {
    return reports.callback(report);
  }

  /**
   * How each carrier is seen from here: {@code ok}, {@code failing} or {@code tried again}, by id.
   */
  public Map<String, String> carriers() {
    Map<String, String> health = new LinkedHashMap<>();
    trunks.forEach((id, trunk) -> health.put(id, trunk.health()));
    return health;
  }

  /** Dials that wait for their slot or for the carrier's answer. */
  public int dialsInFlight() {
    return ceiling.taken();
  }

  /** False once its requests are not read any more and only a restart of the process helps. */
  public boolean live() {
    return intake.live();
  }

  /** Whether this worker has joined the group and polls. */
  public boolean ready() {
    return intake.ready();
  }

  /**
   * Leaves the group, gives back what still waits for a slot, waits up to the drain limit for the
   * carrier's answers, and sends the last reports. Calls that are open go on without this worker.
   */
  @Override
  public void close() {
    try {
      intake.stop();
      poller.join(INTAKE_STOP_LIMIT);
      trunks.values().forEach(Trunk::stop);
      if (!ceiling.awaitEmpty(drainLimit)) {
        LOG.warn("{} dials had no answer yet; dispatch will ask.", ceiling.taken());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    brokerClock.close();
    alarms.shutdownNow();
    calls.shutdown();
    reports.close(PRODUCER_CLOSE_LIMIT);
    deadLetters.close();
  }
}
