package peal.dialer.dialing;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.dialer.carrier.Carrier;
import peal.dialer.carrier.Carrier.Finding;
import peal.dialer.carrier.Told;
import peal.domain.AttemptId;
import peal.domain.DialRequest;
import peal.domain.Lane;
import peal.domain.event.CallEvent.Connected;
import peal.domain.event.CallEvent.Ended;
import peal.domain.event.CallEvent.NeverHeardOf;
import peal.domain.event.CallEvent.Progress;
import peal.domain.event.Source;
import peal.service.trace.Origin;

/**
 * Asks the carrier what became of an attempt, or to end it. Not bound by the ceiling: asking is how
 * a call gets unstuck. Thread-safe.
 */
final class Inquiry {
  private static final Logger LOG = LoggerFactory.getLogger(Inquiry.class);

  private final Carrier carrier;
  private final Reports reports;
  private final DialingMetrics metrics;
  private final Clocks clocks;

  Inquiry(Carrier carrier, Reports reports, DialingMetrics metrics, Clocks clocks) {
    this.carrier = carrier;
    this.reports = reports;
    this.metrics = metrics;
    this.clocks = clocks;
  }

  /** Finds the attempt and reports its state; reports nothing where the carrier does not tell. */
  void ask(DialRequest request, Origin origin) {
    stage(() -> carrier.find(request.attempt(), origin))
        .whenComplete((finding, fault) -> {
          if (fault != null) {
            LOG.error("Asking about {} failed.", request.attempt(), fault);
            metrics.asked("unclear");
          } else {
            found(request.lane(), request.attempt(), finding);
          }
        });
  }

  private void found(Lane lane, AttemptId attempt, Finding finding) {
    Instant now = clocks.now().wall();
    switch (finding) {
      case Finding.Open open -> {
        metrics.asked("open");
        if (open.connected()) {
          reports.report(lane, new Connected(attempt, Told.time(open.since(), now)), Source.ASKED);
        }
        // The time of connecting may be long ago; the sign of life must be of now.
        reports.report(lane, new Progress(attempt, now, Told.words(open.note())), Source.ASKED);
      }
      case Finding.Over over -> {
        metrics.asked("over");
        reports.report(
            lane,
            new Ended(
                attempt,
                Told.time(over.at(), now),
                over.outcome(),
                over.talkSeconds(),
                Told.transcript(over.transcript()),
                null),
            Source.ASKED);
      }
      case Finding.NeverHeardOf never -> {
        metrics.asked("never_heard_of");
        reports.report(
            lane, new NeverHeardOf(attempt, now, carrier.honoursIdempotencyKeys()), Source.ASKED);
      }
      case Finding.Unclear unclear -> {
        metrics.asked("unclear");
        LOG.warn("The carrier does not tell about {}: {}", attempt, unclear.reason());
      }
    }
  }

  /** Ends the attempt. The end itself is reported by callback, or found by a later ask. */
  void hangUp(DialRequest request, Origin origin) {
    stage(() -> carrier.hangUp(request.attempt(), origin))
        .whenComplete((taken, fault) -> {
          if (fault != null) {
            LOG.error("Hanging up {} failed.", request.attempt(), fault);
            metrics.hungUp("unclear");
          } else {
            metrics.hungUp(taken ? "taken" : "not_taken");
          }
        });
  }

  private static <T> CompletionStage<T> stage(Supplier<CompletionStage<T>> question) {
    try {
      return question.get();
    } catch (RuntimeException fault) {
      return CompletableFuture.failedStage(fault);
    }
  }
}
