package peal.gateway.batches;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import peal.domain.Quotas;
import peal.gateway.batches.BatchQuotas.Has;
import peal.gateway.relay.Answer;
import peal.topics.DomainJson;

/**
 * What a gateway knows of what a workspace has.
 *
 * @param has what was told last, and what has been started since
 * @param unshown what of it no projector had shown when they were asked last
 * @param late what was started since they were asked last: no answer to that has it for sure
 * @param told whether somebody has ever told
 * @param at when it was asked for last
 * @param fresh when owners of all lanes, and no copies, told last
 * @param starting how many starts go on
 */
record KeptCount(
    Has has, Has unshown, Late late, boolean told, Instant at, Instant fresh, int starting) {
  static final KeptCount NONE =
      new KeptCount(Has.NOTHING, Has.NOTHING, Late.NOTHING, false, Instant.MIN, Instant.MIN, 0);

  /** Lanes find another owner within this, as a rule. */
  private static final Duration MOVING = Duration.ofMinutes(1);

  private static final ObjectMapper JSON = new ObjectMapper(DomainJson.newFactory());

  /**
   * What projectors say.
   *
   * @param stale whether some of it is a copy's, which may be behind
   */
  record Told(Has has, boolean stale) {}

  /**
   * What was started while an answer may be on its way.
   *
   * @param unshown that part of it which no projector shows
   */
  record Late(Has all, Has unshown) {
    static final Late NOTHING = new Late(Has.NOTHING, Has.NOTHING);

    Late plus(Has more, boolean shown) {
      return new Late(all.plus(more), shown ? unshown : unshown.plus(more));
    }
  }

  boolean isOlderThan(Duration age, Instant now) {
    return isOlderThan(age, at, now);
  }

  /** A clock that was set back since would keep it young for as long. */
  private static boolean isOlderThan(Duration age, Instant at, Instant now) {
    return at.isAfter(now) || !now.minus(age).isBefore(at);
  }

  /** The same when projectors are about to be asked. */
  KeptCount asking() {
    return new KeptCount(has, unshown.plus(late.unshown), Late.NOTHING, told, at, fresh, starting);
  }

  /**
   * The same after a question at {@code when}. A copy would lift a bound by as much as it is
   * behind, so what is known holds while lanes move, and whatever is started is added. Where copies
   * alone answer for longer they are believed: what they have shown is in their count, and the rest
   * is added. So a copy that stands still lifts a bound once. What was started since the question
   * is added to every answer.
   */
  KeptCount asked(Optional<Told> answer, Instant when) {
    if (answer.isEmpty() || answer.get().stale() && !isOlderThan(MOVING, fresh, when)) {
      return new KeptCount(has, unshown, late, told, when, fresh, starting);
    }
    Has now = answer.get().has().plus(late.all);
    return answer.get().stale()
        ? new KeptCount(now.plus(unshown), unshown, late, true, when, fresh, starting)
        : new KeptCount(now, Has.NOTHING, late, true, when, when, starting);
  }

  KeptCount begun() {
    return new KeptCount(has, unshown, late, told, at, fresh, starting + 1);
  }

  /**
   * The same when a start has ended.
   *
   * @param started what it has started
   * @param shown whether the projectors show it
   */
  KeptCount ended(Has started, boolean shown) {
    return new KeptCount(
        has.plus(started), unshown, late.plus(started, shown), told, at, fresh, starting - 1);
  }

  /** The same with rows that were added to a batch; nobody has waited until they are shown. */
  KeptCount added(Has more) {
    return new KeptCount(
        has.plus(more), unshown, late.plus(more, false), told, at, fresh, starting);
  }

  /** Which quota lets no more be started, if one does. */
  Optional<Answer> refusal(Quotas quotas) {
    if (has.open() + starting >= quotas.openBatches()) {
      return Optional.of(
          refusal(
              "too_many_open_batches",
              "This workspace may have %,d batches and single calls that have not ended, and has"
                  + " as many. Wait, cancel some, or ask the operator for a larger"
                  + " 'maxOpenBatches'.",
              quotas.openBatches(),
              10));
    }
    return refusalOfRows(quotas);
  }

  /** Which quota lets no more calls be kept, if one does. */
  Optional<Answer> refusalOfRows(Quotas quotas) {
    if (has.calls() + starting >= quotas.keptCalls()) {
      return Optional.of(
          refusal(
              "too_many_kept_calls",
              "This workspace may keep %,d calls, of batches that have ended too until their"
                  + " retention is over, and keeps as many. Wait until the oldest are forgotten,"
                  + " or ask the operator for a larger 'maxKeptCalls'.",
              quotas.keptCalls(),
              600));
    }
    if (has.bytes() >= quotas.keptBytes()) {
      return Optional.of(
          refusal(
              "too_many_kept_bytes",
              "The rows of this workspace's calls may take %,d MB, of batches that have ended too"
                  + " until their retention is over, and take as much. Wait until the oldest are"
                  + " forgotten, or ask the operator for a larger 'maxKeptMegabytes'.",
              quotas.keptMegabytes(),
              600));
    }
    return Optional.empty();
  }

  private static Answer refusal(String code, String sentence, int most, int retryAfterSeconds) {
    JsonNode error =
        JSON.createObjectNode().put("code", code).put("message", sentence.formatted(most));
    return new Answer(
        429,
        Map.of(
            "Content-Type", "application/json", "Retry-After", String.valueOf(retryAfterSeconds)),
        JSON.createObjectNode().set("error", error).toString().getBytes(StandardCharsets.UTF_8));
  }
}
