package peal.topics;

import java.util.Map;
import java.util.Optional;
import peal.domain.AttemptId;
import peal.domain.CallId;
import peal.domain.CallingAgent;
import peal.domain.DialRequest;
import peal.domain.DoNotCallList;
import peal.domain.Lane;
import peal.domain.Outcome;
import peal.domain.event.CallEvent.CallSettled;
import peal.domain.event.CallEvent.Connected;
import peal.domain.event.CallEvent.Dialing;
import peal.domain.event.CallEvent.Ended;
import peal.domain.event.CallEvent.Progress;
import peal.domain.event.CallQueued;
import peal.domain.event.Source;

/** The records of which topics carry one or more per call. */
final class RecordForms {
  private static final Form<CallQueued> CALL_QUEUED =
      new Form<>(
          (it, out) -> {
            out.word("call", it.call());
            out.instant("at", it.at());
            out.phone("number", it.number());
            out.textsByName("variables", it.variables());
            out.text("zones", it.zones());
            out.text("zonesFrom", it.zonesFrom());
          },
          in ->
              new CallQueued(
                  in.word("call", CallId::parse),
                  in.instant("at"),
                  in.phone("number"),
                  in.textsByName("variables"),
                  in.text("zones"),
                  in.text("zonesFrom")));

  private static final Form<Source> SOURCE =
      new Form<>(
          (it, out) -> {
            out.text("worker", it.worker());
            out.text("via", it.via());
            out.text("providerRef", it.providerRef());
          },
          in -> new Source(in.text("worker"), in.text("via"), in.text("providerRef")));

  private static final Form<Dialing> DIALING =
      new Form<>(
          (it, out) -> {
            out.word("attempt", it.attempt());
            out.instant("at", it.at());
            out.text("worker", it.worker());
            out.instant("sentAt", it.sentAt());
            out.text("providerRef", it.providerRef());
            out.duration("queuedFor", it.queuedFor());
          },
          in ->
              new Dialing(
                  in.word("attempt", AttemptId::parse),
                  in.instant("at"),
                  in.text("worker"),
                  in.instant("sentAt"),
                  in.text("providerRef"),
                  in.duration("queuedFor")));

  private static final Form<Connected> CONNECTED =
      new Form<>(
          (it, out) -> {
            out.word("attempt", it.attempt());
            out.instant("at", it.at());
            out.object("source", it.source(), SOURCE);
          },
          in ->
              new Connected(
                  in.word("attempt", AttemptId::parse),
                  in.instant("at"),
                  in.object("source", SOURCE)));

  private static final Form<Progress> PROGRESS =
      new Form<>(
          (it, out) -> {
            out.word("attempt", it.attempt());
            out.instant("at", it.at());
            out.text("note", it.note());
            out.object("source", it.source(), SOURCE);
          },
          in ->
              new Progress(
                  in.word("attempt", AttemptId::parse),
                  in.instant("at"),
                  in.text("note"),
                  in.object("source", SOURCE)));

  private static final Form<Ended> ENDED =
      new Form<>(
          (it, out) -> {
            out.word("attempt", it.attempt());
            out.instant("at", it.at());
            out.word("outcome", it.outcome());
            out.real("talkSeconds", it.talkSeconds());
            out.text("transcript", it.transcript());
            out.text("detail", it.detail());
            out.object("source", it.source(), SOURCE);
            if (it.optOut() != null) {
              out.flag("optOut", true);
            }
          },
          in ->
              new Ended(
                  in.word("attempt", AttemptId::parse),
                  in.instant("at"),
                  in.word("outcome", Outcome::valueOf),
                  in.real("talkSeconds"),
                  in.text("transcript"),
                  in.text("detail"),
                  in.object("source", SOURCE),
                  in.flag("optOut")));

  private static final Form<CallSettled> CALL_SETTLED =
      new Form<>(
          (it, out) -> {
            out.word("call", it.call());
            out.instant("at", it.at());
            out.number("attempts", it.attempts());
            out.word("outcome", it.outcome());
            out.text("skipped", it.skipped());
            out.word("list", it.list());
          },
          in ->
              new CallSettled(
                  in.word("call", CallId::parse),
                  in.instant("at"),
                  in.integer("attempts"),
                  in.word("outcome", Outcome::valueOf),
                  in.text("skipped"),
                  in.word("list", DoNotCallList::new)));

  private static final Form<CallingAgent> CALLING_AGENT =
      new Form<>(
          (it, out) -> {
            out.text("id", it.id());
            out.text("name", it.name());
            out.text("model", it.model());
            out.text("voiceProvider", it.voiceProvider());
            out.text("voiceId", it.voiceId());
            out.text("language", it.language());
            out.text("prompt", it.prompt());
            out.text("welcomeMessage", it.welcomeMessage());
            out.textsByName("variables", it.variables());
            out.phone("fromNumber", it.fromNumber());
            out.number("maxCallSeconds", it.maxCallSeconds());
            out.text("carrier", it.carrier());
          },
          in ->
              new CallingAgent(
                  in.text("id"),
                  in.text("name"),
                  in.text("model"),
                  in.text("voiceProvider"),
                  in.text("voiceId"),
                  in.text("language"),
                  in.text("prompt"),
                  in.text("welcomeMessage"),
                  in.textsByName("variables"),
                  in.phone("fromNumber"),
                  in.integer("maxCallSeconds"),
                  in.text("carrier")));

  private static final Form<DialRequest> DIAL_REQUEST =
      new Form<>(
          (it, out) -> {
            out.word("attempt", it.attempt());
            out.word("lane", it.lane());
            out.word("kind", it.kind());
            out.phone("number", it.number());
            out.object("agent", it.agent(), CALLING_AGENT);
            out.textsByName("variables", it.variables());
            out.instant("slotAt", it.slotAt());
            out.instant("dialBy", it.dialBy());
            out.number("spacingMicros", it.spacingMicros());
            out.text("carrier", it.carrier());
            out.phone("from", it.from());
            out.text("providerRef", it.providerRef());
            out.numberIfAny("suppressionsSeen", it.suppressionsSeen());
            out.numberIfAny("revision", it.revision() == null ? null : (long) it.revision());
          },
          in ->
              new DialRequest(
                  in.word("attempt", AttemptId::parse),
                  in.word("lane", Lane::parse),
                  in.word("kind", DialRequest.Kind::valueOf),
                  in.phone("number"),
                  in.object("agent", CALLING_AGENT),
                  in.textsByName("variables"),
                  in.instant("slotAt"),
                  in.instant("dialBy"),
                  in.number("spacingMicros"),
                  in.text("carrier"),
                  in.phone("from"),
                  in.text("providerRef"),
                  in.numberIfAny("suppressionsSeen"),
                  Optional.ofNullable(in.numberIfAny("revision"))
                      .map(Math::toIntExact)
                      .orElse(null)));

  private RecordForms() {}

  /** Each with its type. */
  static Map<Class<?>, Form<?>> all() {
    return Map.of(
        CallQueued.class, CALL_QUEUED,
        DialRequest.class, DIAL_REQUEST,
        Dialing.class, DIALING,
        Connected.class, CONNECTED,
        Progress.class, PROGRESS,
        Ended.class, ENDED,
        CallSettled.class, CALL_SETTLED);
  }
}
