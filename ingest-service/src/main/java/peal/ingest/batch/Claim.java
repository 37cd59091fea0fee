package peal.ingest.batch;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What all tries of one request have in common, so that only one of them can ever start anything.
 *
 * @param id the same for each try, 1–64 letters and digits in lower case
 * @param triedSince when the first of earlier tries began, if there may have been any
 * @param kind what is started
 */
public record Claim(String id, Optional<Instant> triedSince, Kind kind) {
  /** What a request starts: a file takes long, and a call must not meet one. */
  public enum Kind {
    /** A batch. */
    UPLOAD,
    /** A single call. */
    CALL,
    /** Rows of a batch that is there. */
    ROWS;

    /** The word in names. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(2);

  /** Refuses an id of another form. */
  public Claim {
    if (!id.matches("[a-z0-9]{1,64}")) {
      throw new IllegalArgumentException("not a claim's id");
    }
  }

  /** The claim of an upload. */
  public Claim(String id, Optional<Instant> triedSince) {
    this(id, triedSince, Kind.UPLOAD);
  }

  /** The same of a single call. */
  public Claim ofCall() {
    return new Claim(id, triedSince, Kind.CALL);
  }

  /**
   * From when on earlier tries may have written something, by whichever clock; empty where there
   * were none.
   */
  public Optional<Instant> writtenSince() {
    return triedSince.map(since -> since.minus(CLOCKS_DIFFER));
  }
}
