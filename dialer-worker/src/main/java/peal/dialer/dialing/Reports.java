package peal.dialer.dialing;

import java.time.Duration;
import org.apache.kafka.clients.producer.Producer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
   * Sends; never throws.
   *
   * @param via how it is known, one of the words of {@link Source}
   */
  void report(Lane lane, CallEvent.Report said, String via) {
    CallEvent.Report report = said.from(new Source(worker, via));
    try {
      producer.send(
          topics.record(topics.callEvents(), lane, report),
          (metadata, fault) -> {
            if (fault != null) {
              lost(lane, report, fault);
            }
          });
    } catch (RuntimeException fault) {
      lost(lane, report, fault);
    }
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
