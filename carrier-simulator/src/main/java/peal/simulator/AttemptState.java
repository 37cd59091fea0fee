package peal.simulator;

import peal.domain.Outcome;

/**
 * What is kept of an attempt for as long as it is known, packed into eight bytes.
 *
 * @param outcome how it ended, or null while it is open
 * @param at when it ended, ms since 1970; while it is open, where in its segment's text it rang
 *     first, bytes from the beginning
 * @param rings how often it rang; counted up to 255
 * @param requests how often it was asked for since it rang first, that request included; counted up
 *     to 1,023
 */
record AttemptState(Outcome outcome, long at, int rings, int requests) {
  private static final Outcome[] OUTCOMES = Outcome.values();
  private static final int OPEN = 15;
  private static final int MOST_RINGS = 255;
  private static final int MOST_REQUESTS = 1_023;
  private static final long MOST_AT = (1L << 42) - 1;

  /** An attempt that rings for the first time, as its segment's text tells at {@code position}. */
  static AttemptState rang(long position) {
    return new AttemptState(null, position, 1, 1);
  }

  boolean open() {
    return outcome == null;
  }

  AttemptState askedAgain() {
    return new AttemptState(outcome, at, rings, Math.min(MOST_REQUESTS, requests + 1));
  }

  AttemptState rangAgain() {
    return new AttemptState(outcome, at, Math.min(MOST_RINGS, rings + 1), requests);
  }

  AttemptState ended(Outcome how, long millis) {
    return new AttemptState(how, Math.clamp(millis, 0, MOST_AT), rings, requests);
  }

  /** 42 bits of time or place, 4 of outcome, 8 of rings, 10 of requests. */
  long packed() {
    int how = outcome == null ? OPEN : outcome.ordinal();
    return (at << 22) | ((long) how << 18) | ((long) rings << 10) | requests;
  }

  static AttemptState unpacked(long word) {
    int how = (int) (word >>> 18) & 15;
    return new AttemptState(
        how == OPEN ? null : OUTCOMES[how],
        word >>> 22,
        (int) (word >>> 10) & MOST_RINGS,
        (int) word & MOST_REQUESTS);
  }
}
