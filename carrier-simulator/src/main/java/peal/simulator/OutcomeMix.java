package peal.simulator;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import peal.domain.Outcome;

/**
 * How calls to numbers without a behaviour of their own end, by weight.
 *
 * @param weights a weight of at least 0 for each outcome that may happen; their sum is above 0
 */
record OutcomeMix(Map<Outcome, Double> weights) {
  /** What {@link SimulatorConfig} has where nothing else is said. */
  static final String DEFAULT =
      "answered=70,voicemail=10,no_answer=10,busy=7,rejected=2,invalid_number=1";

  OutcomeMix {
    weights = new EnumMap<>(weights);
    if (weights.values().stream().anyMatch(weight -> !(weight >= 0 && weight < 1e9))
        || weights.values().stream().mapToDouble(Double::doubleValue).sum() <= 0) {
      throw new IllegalArgumentException("an outcome mix has weights from 0, not all of them 0");
    }
  }

  /**
   * Reads {@code outcome=weight,…}.
   *
   * @throws IllegalArgumentException naming the part that is wrong
   */
  static OutcomeMix parse(String text) {
    Map<Outcome, Double> weights = new EnumMap<>(Outcome.class);
    for (String part : text.split(",")) {
      String[] sides = part.split("=");
      try {
        Outcome outcome = Outcome.valueOf(sides[0].strip().toUpperCase(Locale.ROOT));
        weights.put(outcome, Double.valueOf(sides[1].strip()));
      } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
        throw new IllegalArgumentException("outcome mix: '" + part + "' is not outcome=weight", e);
      }
    }
    return new OutcomeMix(weights);
  }

  /** Draws one. */
  Outcome draw(SplittableRandom random) {
    double left =
        random.nextDouble() * weights.values().stream().mapToDouble(Double::doubleValue).sum();
    Outcome last = null;
    for (Map.Entry<Outcome, Double> entry : weights.entrySet()) {
      if (entry.getValue() > 0) {
        last = entry.getKey();
        left -= entry.getValue();
        if (left < 0) {
          return last;
        }
      }
    }
    return last;
  }
}
