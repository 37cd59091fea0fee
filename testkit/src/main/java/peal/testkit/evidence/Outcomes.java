package peal.testkit.evidence;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import peal.domain.Outcome;

/** Outcomes as the API and carriers spell them. */
final class Outcomes {
  private Outcomes() {}

  /** The outcome that {@code word} stands for; empty for null and for words of nobody. */
  static Optional<Outcome> of(String word) {
    return "successful".equals(word)
        ? Optional.of(Outcome.ANSWERED)
        : Arrays.stream(Outcome.values())
            .filter(outcome -> outcome.name().toLowerCase(Locale.ROOT).equals(word))
            .findFirst();
  }
}
