package peal.dialer.dialing;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import peal.domain.AttemptId;
import peal.domain.CallId;
import peal.domain.CallingAgent;
import peal.domain.DialRequest;
import peal.domain.Lane;
import peal.domain.PhoneNumber;
import peal.domain.WorkspaceId;

/** Requests as dispatch would write them. */
final class Requests {
  static final Lane LANE = new Lane(new WorkspaceId("ws_one"), 0);
  static final CallingAgent AGENT =
      new CallingAgent(
          "agent_one",
          "Ada",
          "a-model",
          "a-provider",
          "a-voice",
          "en",
          "You call {name} of {company}.",
          "Hello {name}!",
          Map.of("company", "Bells Ltd", "name", "nobody"),
          new PhoneNumber("+4930123456"),
          60);

  private Requests() {}

  /** The first attempt of a row. */
  static AttemptId attempt(long row) {
    return new AttemptId(new CallId("batch", 0, row), 1);
  }

  /** A dial in {@link #LANE} with a slot from now, two seconds of life and 20 ms of spacing. */
  static DialRequest dial(long row, Instant now, Duration slotIn) {
    return dial(row, now.plus(slotIn), Duration.ofSeconds(2), 20_000);
  }

  static DialRequest dial(long row, Instant slotAt, Duration life, long spacingMicros) {
    return dial(LANE, row, slotAt, life, spacingMicros);
  }

  /** A dial with a slot now whose agent has this prompt. */
  static DialRequest saying(long row, Instant now, String prompt) {
    DialRequest usual = dial(row, now, Duration.ZERO);
    CallingAgent agent =
        new CallingAgent(
            AGENT.id(),
            AGENT.name(),
            AGENT.model(),
            AGENT.voiceProvider(),
            AGENT.voiceId(),
            AGENT.language(),
            prompt,
            null,
            AGENT.variables(),
            AGENT.fromNumber(),
            AGENT.maxCallSeconds());
    return new DialRequest(
        usual.attempt(),
        usual.lane(),
        usual.kind(),
        usual.number(),
        agent,
        usual.variables(),
        usual.slotAt(),
        usual.dialBy(),
        usual.spacingMicros());
  }

  /** As the others, in a lane of one's choice; rows count over all lanes. */
  static DialRequest dial(Lane lane, long row, Instant slotAt, Duration life, long spacingMicros) {
    return new DialRequest(
        new AttemptId(new CallId("batch", lane.index(), row), 1),
        lane,
        DialRequest.Kind.DIAL,
        new PhoneNumber("+49301234" + String.format("%04d", row)),
        AGENT,
        Map.of("name", "Eve"),
        slotAt,
        slotAt.plus(life),
        spacingMicros);
  }
}
