package peal.projector.kafka;

import peal.projector.fold.BatchView;
import peal.projector.fold.BatchView.Finished;
import peal.projector.fold.BatchView.Opened;
import peal.projector.fold.BatchView.Sealed;
import peal.projector.fold.Tally;
import peal.topics.Form;

/** How a lane's part of a batch looks as JSON. */
final class BatchForm {
  private static final Form<Opened> OPENED =
      new Form<>(
          (it, out) -> {
            out.instant("at", it.at());
            out.text("name", it.name());
            out.text("agentId", it.agentId());
            out.number("total", it.total());
            out.number("laneTotal", it.laneTotal());
            out.instant("scheduledAt", it.scheduledAt());
            out.flag("single", it.single());
            out.texts("columns", it.columns());
          },
          in ->
              new Opened(
                  in.instant("at"),
                  in.text("name"),
                  in.text("agentId"),
                  in.number("total"),
                  in.number("laneTotal"),
                  in.instant("scheduledAt"),
                  in.flag("single"),
                  in.texts("columns")));

  private static final Form<Sealed> SEALED =
      new Form<>(
          (it, out) -> {
            out.instant("at", it.at());
            out.number("laneTotal", it.laneTotal());
          },
          in -> new Sealed(in.instant("at"), in.number("laneTotal")));

  private static final Form<Tally> TALLY =
      new Form<>(
          (it, out) -> {
            out.number("active", it.active());
            out.number("completed", it.completed());
            out.number("failed", it.failed());
            out.number("cancelled", it.cancelled());
          },
          in ->
              new Tally(
                  in.number("active"),
                  in.number("completed"),
                  in.number("failed"),
                  in.number("cancelled")));

  private static final Form<Finished> FINISHED =
      new Form<>(
          (it, out) -> {
            out.number("row", it.row());
            out.instant("at", it.at());
          },
          in -> new Finished(in.number("row"), in.instant("at")));

  static final Form<BatchView> VIEW =
      new Form<>(
          (it, out) -> {
            out.object("opened", it.opened(), OPENED);
            out.object("sealed", it.sealed(), SEALED);
            out.object("tally", it.tally(), TALLY);
            out.instant("stoppedAt", it.stoppedAt());
            out.instant("expiredAt", it.expiredAt());
            out.instant("firstStart", it.firstStart());
            out.instant("lastCompleted", it.lastCompleted());
            out.instant("lastEnded", it.lastEnded());
            out.number("talkMillis", it.talkMillis());
            out.number("talks", it.talks());
            out.objects("recent", it.recent(), FINISHED);
            out.instant("forgottenAt", it.forgottenAt());
            out.flag("paused", it.paused());
            out.instant("pauseAsOf", it.pauseAsOf());
          },
          in ->
              new BatchView(
                  in.object("opened", OPENED),
                  in.object("sealed", SEALED),
                  in.object("tally", TALLY),
                  in.instant("stoppedAt"),
                  in.instant("expiredAt"),
                  in.instant("firstStart"),
                  in.instant("lastCompleted"),
                  in.instant("lastEnded"),
                  in.number("talkMillis"),
                  in.number("talks"),
                  in.objects("recent", FINISHED),
                  in.instant("forgottenAt"),
                  in.flag("paused"),
                  in.instant("pauseAsOf")));

  private BatchForm() {}
}
