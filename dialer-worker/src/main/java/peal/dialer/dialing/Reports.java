package peal.dialer.dialing;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Producer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.dialer.carrier.LaneReport;
import peal.domain.Lane;
import peal.domain.event.CallEvent;
import peal.domain.event.Source;
import peal.topics.Topics;

/**
 * Writes reports to the lane that decided the attempt. A report that Kafka does not take is logged
 * and counted, no more: dispatch asks about whatever stays silent. Thread-safe.
 */
final class Reports {
  private static final Logger LOG = LoggerFactory.getLogger(Reports.class);

  private static final int TRIES = 5;

  private final Producer<String, CallEvent> producer;
  private final Topics topics;
  private final DialingMetrics metrics;
  private final String worker;

  Reports(
      Producer<String, CallEvent> producer, Topics topics, DialingMetrics metrics, String worker) {
    this.producer = producer;
    this.topics = topics;
    this.metrics = metrics;
    this.worker = worker;
  }

  /**
   * Asks Kafka where the reports go, at most {@value #TRIES} times for as long as a send may block.
   * Otherwise the first report does, and is lost where the answer is late. Never throws.
   */
  void prepare() {
    String topic = topics.callEvents().name();
    for (int i = 1; i <= TRIES; i++) {
      try {
        producer.partitionsFor(topic);
        return;
      } catch (RuntimeException fault) {
        LOG.warn("Kafka does not tell yet where {} lies: {}", topic, fault.toString());
      }
    }
  }

  /**
   * Sends; never throws.
   *
   * @param via how it is known, one of the words of {@link Source}
   */
  void report(Lane lane, CallEvent.Report said, String via) {
    report(lane, said, via, null);
  }

  /** As the other method, of a call that the carrier calls {@code providerRef}, or null. */
  void report(Lane lane, CallEvent.Report said, String via, String providerRef) {
    write(lane, said, new Source(worker, via, providerRef));
  }

  /** As the others, for one who can do something about it: done when Kafka has it. */
  CompletableFuture<Void> callback(LaneReport said) {
    return write(
        said.lane(), said.report(), new Source(worker, Source.CALLBACK, said.providerRef()));
  }

  private CompletableFuture<Void> write(Lane lane, CallEvent.Report said, Source source) {
    CallEvent.Report report = said.from(source);
    CompletableFuture<Void> written = new CompletableFuture<>();
    try {
      producer.send(
          topics.record(topics.callEvents(), lane, report),
          (metadata, fault) -> {
            if (fault != null) {
              lost(lane, report, fault);
              written.completeExceptionally(fault);
            } else {
              written.complete(null);
            }
          });
    } catch (RuntimeException fault) {
      lost(lane, report, fault);
      written.completeExceptionally(fault);
    }
    return written;
  }

  private void lost(Lane lane, CallEvent.Report report, Exception fault) {
    metrics.reportLost();
    LOG.error(
        "A {} of {} in lane {} is lost; dispatch will ask: {}",
        report.getClass().getSimpleName(),
        report.attempt(),
        lane,
        fault.toString());
  }

  /** Sends what is still held, at most {@code limit} long. */
  void close(Duration limit) {
    producer.close(limit);
  }
}
