package peal.projector.kafka;

import peal.domain.CallStatus;
import peal.domain.Outcome;
import peal.projector.fold.Attempt;
import peal.projector.fold.CallView;
import peal.projector.fold.Trail;
import peal.topics.Form;

/** How a call's view looks as JSON. */
final class CallForm {
  private static final Form<Attempt> ATTEMPT =
      new Form<>(
          (it, out) -> {
            out.number("number", it.number());
            out.instant("start", it.start());
            out.instant("end", it.end());
            out.word("outcome", it.outcome());
            out.real("talkSeconds", it.talkSeconds());
            out.text("transcript", it.transcript());
            out.text("detail", it.detail());
          },
          in ->
              new Attempt(
                  in.integer("number"),
                  in.instant("start"),
                  in.instant("end"),
                  in.word("outcome", Outcome::valueOf),
                  in.real("talkSeconds"),
                  in.text("transcript"),
                  in.text("detail")));

  private static final Form<Trail> TRAIL =
      new Form<>(
          (it, out) -> {
            out.numbers("steps", it.steps());
            out.number("omitted", it.omitted());
            out.text("shown", it.shown());
          },
          in -> new Trail(in.numbers("steps"), in.integer("omitted"), in.text("shown")));

  static final Form<CallView> VIEW =
      new Form<>(
          (it, out) -> {
            out.phone("number", it.number());
            out.textsByName("variables", it.variables());
            out.word("status", it.status());
            out.objects("attempts", it.attempts(), ATTEMPT);
            out.number("closed", it.closed());
            out.instant("nextAttemptAt", it.nextAttemptAt());
            out.word("outcome", it.outcome());
            out.instant("settledAt", it.settledAt());
            out.object("trail", it.trail(), TRAIL);
            out.text("zones", it.zones());
            out.text("skipped", it.skipped());
          },
          in ->
              new CallView(
                  in.phone("number"),
                  in.textsByName("variables"),
                  in.word("status", CallStatus::valueOf),
                  in.objects("attempts", ATTEMPT),
                  in.integer("closed"),
                  in.instant("nextAttemptAt"),
                  in.word("outcome", Outcome::valueOf),
                  in.instant("settledAt"),
                  in.object("trail", TRAIL),
                  in.text("zones"),
                  in.text("skipped")));

  private CallForm() {}
}
