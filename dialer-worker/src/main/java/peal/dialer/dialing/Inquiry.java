package peal.dialer.dialing;

import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.dialer.carrier.CallReference;
import peal.dialer.carrier.Carrier;
import peal.dialer.carrier.Carrier.Finding;
import peal.dialer.carrier.Told;
import peal.domain.AttemptId;
import peal.domain.DialRequest;
import peal.domain.Lane;
import peal.domain.event.CallEvent.Connected;
import peal.domain.event.CallEvent.Dialing;
import peal.domain.event.CallEvent.Ended;
import peal.domain.event.CallEvent.NeverHeardOf;
import peal.domain.event.CallEvent.Progress;
import peal.domain.event.Source;
import peal.service.trace.Origin;

/**
 * Looks attempts up at the carrier, or has them ended. Has places of its own, so that dials cannot
 * keep it from getting a call unstuck; what finds none is dropped, for dispatch asks again, and a
 * carrier that is slow to answer is not asked more the slower it gets. Thread-safe.
 */
final class Inquiry {
  private static final Logger LOG = LoggerFactory.getLogger(Inquiry.class);

  private final Carrier carrier;
  private final Reports reports;
  private final CarrierMetrics metrics;
  private final Clocks clocks;
  private final AnswerLimit answerLimit;
  private final Semaphore asks;
  private final Semaphore hangUps;

  /**
   * An inquiry.
   *
   * @param most asks that may be under way at once, and as many hang-ups
   */
  Inquiry(
      Carrier carrier,
      Reports reports,
      CarrierMetrics metrics,
      Clocks clocks,
      AnswerLimit answerLimit,
      int most) {
    this.answerLimit = answerLimit;
    this.asks = new Semaphore(most);
    this.hangUps = new Semaphore(most);
    this.carrier = carrier;
    this.reports = reports;
    this.metrics = metrics;
    this.clocks = clocks;
  }

  /** Finds the attempt and reports its state; reports nothing where the carrier does not tell. */
  void ask(DialRequest request, Origin origin) {
    if (!asks.tryAcquire()) {
      metrics.asked("dropped");
      return;
    }
    Instant askedAt = clocks.now().wall();
    answerLimit
        .ask(() -> carrier.find(CallReference.of(request), origin))
        .whenComplete((finding, fault) -> {
          asks.release();
          if (fault != null) {
            LOG.error("Asking about {} failed.", request.attempt(), fault);
            metrics.asked("unclear");
          } else {
            found(request.lane(), request.attempt(), finding, askedAt);
          }
        });
  }

  private void found(Lane lane, AttemptId attempt, Finding finding, Instant askedAt) {
    Instant now = clocks.now().wall();
    switch (finding) {
      case Finding.Open open -> {
        metrics.asked("open");
        if (open.connected()) {
          reports.report(
              lane,
              new Connected(attempt, Told.time(open.since(), now)),
              Source.ASKED,
              open.providerRef());
        }
        // The time of connecting may be long ago; the sign of life must be of now.
        reports.report(
            lane,
            open.queuedFor() == null
                ? new Progress(attempt, now, Told.words(open.note()))
                : new Dialing(attempt, now, null, null, open.providerRef(), open.queuedFor()),
            Source.ASKED,
            open.providerRef());
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
                    null)
                .optingOut(over.optOut()),
            Source.ASKED);
      }
      case Finding.NeverHeardOf never -> {
        metrics.asked("never_heard_of");
        // What may have come since is not denied by it.
        reports.report(lane, new NeverHeardOf(attempt, askedAt, redialSafe()), Source.ASKED);
      }
      case Finding.NotYetKnown later -> {
        // Silence makes dispatch ask again.
        metrics.asked("not_yet_known");
      }
      case Finding.Unclear unclear -> {
        metrics.asked("unclear");
        LOG.debug("The carrier does not tell about {}: {}", attempt, unclear.reason());
      }
    }
  }

  /**
   * Only where the carrier never forgets: a redial waits for its turn, and nobody can promise that
   * it comes before a carrier does.
   */
  private boolean redialSafe() {
    return switch (carrier.once()) {
      case Carrier.Once.Always always -> true;
      case Carrier.Once.Within soon -> false;
      case Carrier.Once.Never never -> false;
    };
  }

  /** Ends the attempt. The end itself is reported by callback, or found by a later ask. */
  void hangUp(DialRequest request, Origin origin) {
    end(request, () -> carrier.hangUp(CallReference.of(request), origin));
  }

  /** Ends the attempt unless somebody has picked up. */
  void withdraw(DialRequest request, Origin origin) {
    end(request, () -> carrier.withdraw(CallReference.of(request), origin));
  }

  private void end(DialRequest request, Supplier<CompletionStage<Boolean>> question) {
    if (!hangUps.tryAcquire()) {
      metrics.hungUp("dropped");
      return;
    }
    answerLimit
        .ask(question)
        .whenComplete((taken, fault) -> {
          hangUps.release();
          if (fault != null) {
            LOG.error("Hanging up {} failed.", request.attempt(), fault);
            metrics.hungUp("unclear");
          } else {
            metrics.hungUp(taken ? "taken" : "not_taken");
          }
        });
  }
}
