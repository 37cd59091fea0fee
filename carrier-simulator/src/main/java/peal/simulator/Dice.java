package peal.simulator;

import java.util.SplittableRandom;

/**
 * Chance that repeats itself: what is drawn for a subject depends on the seed and the subject's
 * name alone, never on the order or the time of requests.
 *
 * @param seed another seed is another network
 */
record Dice(long seed) {
  /** A fresh source of numbers for {@code subject}; equal subjects get equal sources. */
  SplittableRandom on(String subject) {
    long hash = seed;
    for (int i = 0; i < subject.length(); i++) {
      hash = (hash ^ subject.charAt(i)) * 0x100000001b3L;
    }
    return new SplittableRandom(hash ^ (hash >>> 31));
  }

  /** Whether something that happens at {@code rate} (0–1) happens to {@code subject}. */
  boolean strikes(double rate, String subject) {
    return rate > 0 && on(subject).nextDouble() < rate;
  }
}
