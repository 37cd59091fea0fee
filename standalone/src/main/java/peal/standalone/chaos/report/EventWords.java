package peal.standalone.chaos.report;

import java.util.Optional;
import peal.domain.CallId;
import peal.domain.DialRequest;
import peal.domain.event.BatchCommand;
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

/** What a record says of a call, in a line without numbers, names or transcripts. */
public final class EventWords {
  private EventWords() {}

  /** Of a command to the call's batch; empty for other batches'. */
  public static Optional<String> of(BatchCommand command, CallId call) {
    return command.batch().equals(call.batch())
        ? Optional.of(command.getClass().getSimpleName())
        : Optional.empty();
  }

  /** Of what workers are asked about the call; empty for other calls. */
  public static Optional<String> of(DialRequest request, CallId call) {
    if (!request.attempt().call().equals(call)) {
      return Optional.empty();
    }
    String window =
        request.kind() == DialRequest.Kind.DIAL
            ? ", slot " + request.slotAt() + ", dial by " + request.dialBy()
            : "";
    return Optional.of("dispatch: " + request.kind() + " #" + request.attempt().number() + window);
  }

  /** Of what became of the call or its batch; empty for others. */
  public static Optional<String> of(CallEvent event, CallId call) {
    return switch (event) {
      case CallEvent.Report report ->
          report.attempt().call().equals(call)
              ? Optional.of("#" + report.attempt().number() + " " + words(report))
              : Optional.empty();
      case CallbackScheduled due ->
          due.call().equals(call)
              ? Optional.of("due again at " + due.dueAt() + " after " + due.outcome())
              : Optional.empty();
      case CallHeld held ->
          held.call().equals(call)
              ? Optional.of("waits until " + held.until() + " for " + held.limit())
              : Optional.empty();
      case CallSettled end ->
          end.call().equals(call)
              ? Optional.of(
                  "settled: "
                      + (end.outcome() == null ? "cancelled" : end.outcome())
                      + " after "
                      + end.attempts()
                      + " attempts")
              : Optional.empty();
      case BatchStopped stop ->
          stop.batch().equals(call.batch())
              ? Optional.of(
                  (stop.why() == null ? "a lane stopped the batch" : "the batch ended in a lane")
                      + (stop.out().contains(call) ? "; this call is out" : ""))
              : Optional.empty();
      case PauseApplied applied ->
          applied.batch().equals(call.batch())
              ? Optional.of(
                  applied.paused() ? "a lane paused the batch" : "a lane resumed the batch")
              : Optional.empty();
      case LateOptOut heard ->
          heard.attempt().call().equals(call)
              ? Optional.of("said to want no more calls, after dispatch had forgotten this one")
              : Optional.empty();
      case BatchFinished finished ->
          finished.batch().equals(call.batch())
              ? Optional.of("a lane had nothing left of the batch, and no more rows could come")
              : Optional.empty();
      case BatchTripped tripped ->
          tripped.batch().equals(call.batch())
              ? Optional.of("in a lane too many calls of the batch failed")
              : Optional.empty();
      case ChangeApplied applied ->
          applied.batch().equals(call.batch())
              ? Optional.of(
                  "a lane goes by revision " + applied.change().revision() + " of the plan")
              : Optional.empty();
      case NumberSuppressed entry ->
          entry.out().contains(call)
              ? Optional.of("a lane put the number on a do-not-call list; this call is out")
              : Optional.empty();
      case BatchExpired expired ->
          expired.batch().equals(call.batch())
              ? Optional.of("a lane dropped the batch: never sealed")
              : Optional.empty();
    };
  }

  private static String words(CallEvent.Report report) {
    return switch (report) {
      case Dialing dialing -> "Dialing by " + dialing.worker() + " at " + dialing.at();
      case Connected connected -> "Connected at " + connected.at();
      case Progress progress -> "Progress at " + progress.at() + ": " + progress.note();
      case Ended ended -> "Ended at " + ended.at() + ": " + ended.outcome();
      case NotDialed not ->
          "NotDialed at " + not.at() + " for slot " + not.slotAt() + ": " + not.reason();
      case NeverHeardOf never ->
          "NeverHeardOf at " + never.at() + ", redial safe: " + never.redialSafe();
    };
  }
}
