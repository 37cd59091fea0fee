package peal.ingest.batch;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What all tries of one request have in common, so that only one of them can ever start anything.
 *
 * @param id the same for each try, 1–64 letters and digits in lower case
 * @param triedSince when the first of earlier tries began, if there may have been any
 */
public record Claim(String id, Optional<Instant> triedSince) {
  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(2);

  /** Refuses an id of another form. */
  public Claim {
    if (!id.matches("[a-z0-9]{1,64}")) {
      throw new IllegalArgumentException("not a claim's id");
    }
  }

  /**
   * From when on earlier tries may have written something, by whichever clock; empty where there
   * were none.
   */
  public Optional<Instant> writtenSince() {
    return triedSince.map(since -> since.minus(CLOCKS_DIFFER));
  }
}
