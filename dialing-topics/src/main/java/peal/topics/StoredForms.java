package peal.topics;

import java.util.Map;
import peal.domain.AttemptId;
import peal.domain.BatchId;
import peal.domain.Outcome;
import peal.domain.dispatch.BatchProgress;
import peal.domain.dispatch.DeniedCaller;
import peal.domain.dispatch.LaneState;
import peal.domain.dispatch.OpenCall.HeldBack;
import peal.domain.dispatch.OpenCall.Placed;
import peal.domain.dispatch.OpenCall.Requested;
import peal.domain.dispatch.QueuedCall;
import peal.domain.dispatch.RecentEnds;
import peal.domain.dispatch.ZoneRows;

/** What dispatch stores with each call, or each time it gives one away. */
final class StoredForms {
  private static final Form<QueuedCall> QUEUED_CALL =
      new Form<>(
          (it, out) -> {
            out.phone("number", it.number());
            out.textsByName("variables", it.variables());
            out.number("attempts", it.attempts());
            out.text("zones", it.zones());
            out.instant("heldUntil", it.heldUntil());
            out.words("outcomes", it.outcomes());
          },
          in ->
              new QueuedCall(
                  in.phone("number"),
                  in.textsByName("variables"),
                  in.integer("attempts"),
                  in.text("zones"),
                  in.instant("heldUntil"),
                  in.words("outcomes", Outcome::valueOf)));

  private static final Form<Requested> REQUESTED =
      new Form<>(
          (it, out) -> {
            out.word("attempt", it.attempt());
            out.object("call", it.call(), QUEUED_CALL);
            out.instant("slotAt", it.slotAt());
            out.instant("dialBy", it.dialBy());
            out.instant("lookAt", it.lookAt());
            out.number("asks", it.asks());
            out.number("rounds", it.rounds());
          },
          in ->
              new Requested(
                  in.word("attempt", AttemptId::parse),
                  in.object("call", QUEUED_CALL),
                  in.instant("slotAt"),
                  in.instant("dialBy"),
                  in.instant("lookAt"),
                  in.integer("asks"),
                  in.integer("rounds")));

  private static final Form<HeldBack> HELD_BACK =
      new Form<>(
          (it, out) -> {
            out.word("attempt", it.attempt());
            out.object("call", it.call(), QUEUED_CALL);
            out.instant("lookAt", it.lookAt());
            out.number("rounds", it.rounds());
          },
          in ->
              new HeldBack(
                  in.word("attempt", AttemptId::parse),
                  in.object("call", QUEUED_CALL),
                  in.instant("lookAt"),
                  in.integer("rounds")));

  private static final Form<Placed> PLACED =
      new Form<>(
          (it, out) -> {
            out.word("attempt", it.attempt());
            out.object("call", it.call(), QUEUED_CALL);
            out.instant("lookAt", it.lookAt());
            out.instant("hangUpAt", it.hangUpAt());
            out.number("asks", it.asks());
            out.text("providerRef", it.providerRef());
            out.instant("queuedUntil", it.queuedUntil());
            out.number("hangUps", it.hangUps());
            out.instant("connectedAt", it.connectedAt());
            out.instant("dialedAt", it.dialedAt());
          },
          in ->
              new Placed(
                  in.word("attempt", AttemptId::parse),
                  in.object("call", QUEUED_CALL),
                  in.instant("lookAt"),
                  in.instant("hangUpAt"),
                  in.integer("asks"),
                  in.text("providerRef"),
                  in.instant("queuedUntil"),
                  in.integer("hangUps"),
                  in.instant("connectedAt"),
                  in.instant("dialedAt")));

  private static final Form<DeniedCaller> DENIED_CALLER =
      new Form<>(
          (it, out) -> {
            out.text("carrier", it.carrier());
            out.phone("from", it.from());
            out.instant("until", it.until());
            out.number("times", it.times());
            out.flag("tried", it.tried());
          },
          in ->
              new DeniedCaller(
                  in.text("carrier"),
                  in.phone("from"),
                  in.instant("until"),
                  in.integer("times"),
                  in.flag("tried")));

  private static final Form<LaneState> LANE_STATE =
      new Form<>(
          (it, out) -> {
            out.number("nextSlotMicros", it.nextSlotMicros());
            out.instant("holdUntil", it.holdUntil());
            out.number("holds", it.holds());
            out.objects("denied", it.denied(), DENIED_CALLER);
            out.numberIfAny("suppressionsSeen", it.suppressionsSeen());
          },
          in ->
              new LaneState(
                  in.number("nextSlotMicros"),
                  in.instant("holdUntil"),
                  in.integer("holds"),
                  in.objects("denied", DENIED_CALLER),
                  in.numberIfAny("suppressionsSeen")));

  private static final Form<ZoneRows> ZONE_ROWS =
      new Form<>(
          (it, out) -> {
            out.text("zones", it.zones());
            out.number("lastRow", it.lastRow());
            out.number("takenRow", it.takenRow());
          },
          in -> new ZoneRows(in.text("zones"), in.number("lastRow"), in.number("takenRow")));

  private static final Form<BatchProgress.Extent> EXTENT =
      new Form<>(
          (it, out) -> {
            out.number("number", it.number());
            out.number("laneTotal", it.laneTotal());
            out.flag("closed", it.closed());
          },
          in ->
              new BatchProgress.Extent(
                  in.integer("number"), in.number("laneTotal"), in.flag("closed")));

  private static final Form<RecentEnds.Part> PART =
      new Form<>(
          (it, out) -> {
            out.number("number", it.number());
            out.number("ended", it.ended());
            out.number("failed", it.failed());
          },
          in ->
              new RecentEnds.Part(in.number("number"), in.integer("ended"), in.integer("failed")));

  private static final Form<RecentEnds> RECENT_ENDS =
      new Form<>(
          (it, out) -> {
            out.number("windowSeconds", it.windowSeconds());
            out.objects("parts", it.parts(), PART);
          },
          in -> new RecentEnds(in.integer("windowSeconds"), in.objects("parts", PART)));

  /**
   * Few batches go by another plan than that of their start, or have paused themselves: such go the
   * general way.
   */
  private static final Form<BatchProgress> BATCH_PROGRESS =
      new Form<>(
          (it, out) -> {
            if (it.change() != null || it.pausedBy() != null) {
              throw new Unusual();
            }
            out.word("batch", it.batch());
            out.instant("since", it.since());
            out.word("phase", it.phase());
            out.number("rows", it.rows());
            out.number("lastRow", it.lastRow());
            out.number("takenRow", it.takenRow());
            out.number("settled", it.settled());
            out.flag("paused", it.paused());
            out.instant("pauseAsOf", it.pauseAsOf());
            out.objects("queues", it.queues(), ZONE_ROWS);
            out.instant("lastSlot", it.lastSlot());
            out.object("extent", it.extent(), EXTENT);
            out.object("recent", it.recent(), RECENT_ENDS);
          },
          in ->
              new BatchProgress(
                  in.word("batch", BatchId::new),
                  in.instant("since"),
                  in.word("phase", BatchProgress.Phase::valueOf),
                  in.number("rows"),
                  in.number("lastRow"),
                  in.number("takenRow"),
                  in.number("settled"),
                  in.flag("paused"),
                  in.instant("pauseAsOf"),
                  in.objects("queues", ZONE_ROWS),
                  in.instant("lastSlot"),
                  null,
                  in.object("extent", EXTENT),
                  in.object("recent", RECENT_ENDS),
                  null));

  private StoredForms() {}

  /** Each with its type. */
  static Map<Class<?>, Form<?>> all() {
    return Map.of(
        QueuedCall.class, QUEUED_CALL,
        Requested.class, REQUESTED,
        HeldBack.class, HELD_BACK,
        Placed.class, PLACED,
        LaneState.class, LANE_STATE,
        BatchProgress.class, BATCH_PROGRESS);
  }
}
