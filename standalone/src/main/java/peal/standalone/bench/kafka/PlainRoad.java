package peal.standalone.bench.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import peal.service.kafka.KafkaClients;

/**
 * The road of Peal's calls in records alone: rows go to dispatch, requests to a worker, its reports
 * back, decisions and everything else to a projector; both log what their stores would. Nothing is
 * decided, rung or kept. Used by one thread.
 */
final class PlainRoad implements AutoCloseable {
  private static final Duration DISPATCH_COMMITS = Duration.ofMillis(50);
  private static final Duration PROJECTOR_COMMITS = Duration.ofSeconds(1);
  private static final long LOOK_MILLIS = 5;
  private static final long STOP_MILLIS = 5_000;

  private final KafkaClients clients;
  private final CallSteps steps;
  private final KafkaProducer<String, byte[]> ingest;
  private final List<Thread> threads = new ArrayList<>();
  private final List<Runnable> stops = new ArrayList<>();
  private final AtomicLong done = new AtomicLong();
  private volatile Throwable fault;

  /** A road that is not there yet. */
  PlainRoad(KafkaClients clients, Traffic traffic) {
    this.clients = clients;
    this.steps = new CallSteps(traffic);
    this.ingest = clients.producer("ingest", new ByteArraySerializer());
  }

  /** Makes the topics, one partition each, and starts the stages. */
  void begin() throws InterruptedException {
    try (Admin admin = clients.admin("bench")) {
      admin
          .createTopics(
              CallSteps.TOPICS.stream().map(name -> new NewTopic(name, 1, (short) 1)).toList())
          .all()
          .get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the topics cannot be made", e.getCause());
    }
    transactional(
        "dispatch",
        DISPATCH_COMMITS,
        Map.of(),
        (record, out) -> steps.dispatch(record.topic(), record.value(), out));
    transactional(
        "projector",
        PROJECTOR_COMMITS,
        // As Streams is told where it commits seldom.
        Map.of(
            ConsumerConfig.FETCH_MIN_BYTES_CONFIG,
            64 * 1024,
            ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
            100),
        (record, out) -> {
          if (steps.project(record.topic(), record.value(), out)) {
            done.incrementAndGet();
          }
        });
    DialingStage dialing = new DialingStage(clients, CallSteps.REQUESTS, steps::dial);
    run("dialing", dialing, dialing::close);
  }

  private void transactional(
      String name, Duration interval, Map<String, Object> more, TransactionalStage.Step step) {
    Map<String, Object> settings = new HashMap<>(TransactionalStage.membership(name));
    settings.putAll(more);
    List<String> topics = List.of(CallSteps.ROWS, CallSteps.EVENTS);
    TransactionalStage stage =
        new TransactionalStage(name, clients, topics, interval, settings, step);
    run(name, stage, stage::close);
  }

  private void run(String name, Runnable stage, Runnable stop) {
    stops.add(stop);
    threads.add(
        Thread.ofPlatform()
            .daemon()
            .name(name)
            .uncaughtExceptionHandler((dead, why) -> fault = why)
            .start(stage));
  }

  /** Writes rows that nobody reads; seconds until Kafka has them all. */
  double ingest(int calls) {
    return send(CallSteps.ROWS_ALONE, calls);
  }

  /**
   * Sends calls down the road; seconds until Kafka had the rows, and until all were done.
   *
   * @throws IllegalStateException when a stage has failed
   */
  Map<String, Double> run(int calls) throws InterruptedException {
    long target = done.get() + calls;
    long begin = System.nanoTime();
    double ingestSeconds = send(CallSteps.ROWS, calls);
    while (done.get() < target) {
      if (fault != null) {
        throw new IllegalStateException("a stage failed: " + fault, fault);
      }
      Thread.sleep(LOOK_MILLIS);
    }
    return Map.of("ingestSeconds", ingestSeconds, "seconds", seconds(begin));
  }

  private double send(String topic, int calls) {
    long begin = System.nanoTime();
    for (int call = 0; call < calls; call++) {
      ingest.send(steps.row(topic));
    }
    ingest.flush();
    return seconds(begin);
  }

  private static double seconds(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }

  @Override
  public void close() {
    stops.forEach(Runnable::run);
    try {
      for (Thread thread : threads) {
        thread.join(STOP_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    ingest.close(Duration.ofMillis(STOP_MILLIS));
  }
}
