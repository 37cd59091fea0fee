package peal.testkit.promises;

import java.util.Locale;

/**
 * What a check came to.
 *
 * @param promise the promise's name
 * @param state kept, broken or not tried
 * @param evidence what shows it, one sentence or a few; no phone numbers
 */
public record Verdict(String promise, State state, String evidence) {
  /** How it stands with a promise. */
  public enum State {
    /** The evidence shows that it was kept. */
    KEPT,
    /** The evidence shows that it was broken. */
    BROKEN,
    /** The run held nothing that could have broken it. Neither good nor bad. */
    NOT_TRIED
  }

  static Verdict kept(Promise promise, String evidence) {
    return new Verdict(promise.name(), State.KEPT, evidence);
  }

  static Verdict broken(Promise promise, String evidence) {
    return new Verdict(promise.name(), State.BROKEN, evidence);
  }

  static Verdict notTried(Promise promise, String why) {
    return new Verdict(promise.name(), State.NOT_TRIED, why);
  }

  /** Whether it was broken. */
  public boolean broken() {
    return state == State.BROKEN;
  }

  /** Whether it was kept. */
  public boolean kept() {
    return state == State.KEPT;
  }

  @Override
  public String toString() {
    String stands = state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return promise + ": " + stands + " (" + evidence + ")";
  }
}
