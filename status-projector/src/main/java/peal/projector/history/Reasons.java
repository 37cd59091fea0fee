package peal.projector.history;

import java.time.Duration;
import java.util.Locale;
import peal.domain.CallStatus;
import peal.domain.DialingStop;
import peal.domain.Outcome;
import peal.domain.dispatch.DoNotCall;
import peal.domain.event.CallEvent;
import peal.domain.event.CallEvent.BatchExpired;
import peal.domain.event.CallEvent.BatchFinished;
import peal.domain.event.CallEvent.BatchStopped;
import peal.domain.event.CallEvent.BatchTripped;
import peal.domain.event.CallEvent.CallHeld;
import peal.domain.event.CallEvent.CallSettled;
import peal.domain.event.CallEvent.CallbackScheduled;
import peal.domain.event.CallEvent.ChangeApplied;
import peal.domain.event.CallEvent.Connected;
import peal.domain.event.CallEvent.Dialing;
import peal.domain.event.CallEvent.Ended;
import peal.domain.event.CallEvent.LateOptOut;
import peal.domain.event.CallEvent.NeverHeardOf;
import peal.domain.event.CallEvent.NotDialed;
import peal.domain.event.CallEvent.NumberSuppressed;
import peal.domain.event.CallEvent.PauseApplied;
import peal.domain.event.CallEvent.Progress;
import peal.domain.event.CallEvent.Report;
import peal.domain.event.Source;
import peal.domain.hours.CallingHours;
import peal.projector.fold.BatchView;

/** Why something happened, in words. */
final class Reasons {
  private Reasons() {}

  /**
   * Why {@code event} was written.
   *
   * @param seen whether the attempt was seen at the carrier before
   */
  static String of(CallEvent event, boolean seen) {
    return switch (event) {
      case Dialing e -> "the carrier took the call";
      case Connected e -> asked(e) + "picked up";
      case Progress e -> asked(e) + (e.note() == null ? "still there" : words(e.note()));
      case Ended e -> asked(e) + ended(e);
      case NotDialed e -> notDialed(e);
      case NeverHeardOf e -> neverHeardOf(e, seen);
      case CallbackScheduled e -> words(e.outcome()) + ": next attempt at " + e.dueAt();
      case CallHeld e -> held(e) + ": not before " + e.until();
      case CallSettled e -> settled(e);
      case BatchStopped e ->
          e.why() == BatchStopped.Why.ENDED
              ? "the batch's end had come"
              : "the batch was cancelled";
      case LateOptOut e -> "whoever was called wants no more calls, as was heard after its end";
      case BatchFinished e -> "nothing of the batch is left here, and no more rows can come";
      case PauseApplied e ->
          e.by() != null
              ? "the batch paused itself: " + e.by().words()
              : e.paused() ? "the batch was paused" : "the batch was resumed";
      case BatchTripped e -> "too many calls of the batch failed";
      case ChangeApplied e ->
          "the batch goes by revision " + e.change().revision() + " of its plan";
      case NumberSuppressed e ->
          (e.entry().removed() ? "its number was taken off" : "its number was put on")
              + " do-not-call list "
              + e.entry().list();
      case BatchExpired e -> "the batch was never completed and is dropped";
    };
  }

  /** Why nobody is dialed, by whom and since when. */
  static String stopped(DialingStop stop) {
    String where =
        switch (stop.scope()) {
          case ALL -> "by the operator, for everybody";
          case CARRIER -> "by the operator, at carrier " + stop.id();
          case WORKSPACE -> "by the operator, for this workspace";
          case OWN -> "by this workspace, with " + stop.by();
        };
    String why = stop.reason() == null ? "" : ": " + stop.reason();
    return "dialing is stopped " + where + ", since " + stop.at() + why;
  }

  /** One word for what happened. */
  static String kind(CallEvent event) {
    return event
        .getClass()
        .getSimpleName()
        .replaceAll("([a-z])([A-Z])", "$1_$2")
        .toLowerCase(Locale.ROOT);
  }

  /** {@code no answer}. */
  static String words(Outcome outcome) {
    return outcome == null ? "ended" : outcome.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String words(String note) {
    return note.replace('_', ' ');
  }

  private static String asked(Report report) {
    boolean asked = report.source() != null && Source.ASKED.equals(report.source().via());
    return asked ? "asked carrier: " : "";
  }

  private static String ended(Ended e) {
    String talked =
        e.talkSeconds() == null
            ? ""
            : String.format(Locale.ROOT, ", talked %.1f s", e.talkSeconds());
    return words(e.outcome()) + talked + (e.detail() == null ? "" : " (" + e.detail() + ")");
  }

  private static String notDialed(NotDialed e) {
    String why = e.reason() == null ? "" : ": " + e.reason();
    String rest = e.retryAfter() == null ? "" : "; the lane rests " + seconds(e.retryAfter());
    return "not dialed" + why + rest + "; dialed again as the same attempt";
  }

  private static String neverHeardOf(NeverHeardOf e, boolean seen) {
    if (seen) {
      return "asked carrier: not known any more, so nobody can tell how it ended";
    }
    return e.redialSafe()
        ? "asked carrier: not known, dialed again as the same attempt"
        : "asked carrier: not known; it may have rung, so it is not dialed again";
  }

  private static String settled(CallSettled e) {
    if (e.skipped() != null) {
      return "skipped: " + skipped(e);
    }
    if (e.outcome() == null) {
      return "cancelled" + (e.attempts() == 0 ? " before it was dialed" : "");
    }
    boolean completed = CallStatus.after(e.outcome()) == CallStatus.COMPLETED;
    String error = e.outcome().error(e.attempts());
    return completed ? "completed: " + words(e.outcome()) : "failed: " + error;
  }

  /** For which limit a call waits. */
  static String held(CallHeld e) {
    return "its number was called as often as it may be (" + e.limit() + ")";
  }

  /** Which rule, and by which list. */
  static String skipped(CallSettled e) {
    return e.list() == null ? skipped(e.skipped()) : skipped(e.skipped()) + " " + e.list();
  }

  /** A rule of which only newer versions know is told by its code. */
  static String skipped(String rule) {
    return switch (rule) {
      case CallingHours.UNKNOWN_TIMEZONE -> "nobody knows in which time zone it rings";
      case CallingHours.NO_COMMON_HOURS ->
          "its calling hours are open in none of the next 14 days in all of its time zones";
      case DoNotCall.RULE -> "its number is on do-not-call list";
      case BatchView.ENDED -> "the end of its batch had come";
      default -> rule.replace('_', ' ');
    };
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1_000.0);
  }
}
