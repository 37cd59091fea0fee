package peal.testkit;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Tokens for ids that a test can foretell: {@code t000001}, {@code t000002} and so on. Where a
 * source of ids is wanted, pass {@code tokens::next}. Thread-safe.
 */
public final class Tokens {
  private final AtomicLong last = new AtomicLong();

  /** The next one; sorts after those before it up to the millionth. */
  public String next() {
    return "t%06d".formatted(last.incrementAndGet());
  }
}
