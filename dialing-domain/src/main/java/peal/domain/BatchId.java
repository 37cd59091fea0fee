package peal.domain;

/**
 * Names a batch: {@code batch_} and a token. Tokens are time-ordered, so the order of ids is the
 * order of creation.
 *
 * @param value the whole id, prefix included
 */
public record BatchId(String value) {
  private static final String PREFIX = "batch_";
  private static final int LONGEST_TOKEN = 40;

  /** Refuses anything but the prefix and a token of lower-case letters and digits. */
  public BatchId {
    if (value == null
        || !value.startsWith(PREFIX)
        || !Alphabet.TOKEN.spells(value, PREFIX.length(), value.length(), LONGEST_TOKEN)) {
      throw new IllegalArgumentException("not a batch id");
    }
  }

  /** The batch whose token is {@code token}. */
  public static BatchId ofToken(String token) {
    return new BatchId(PREFIX + token);
  }

  /** The id without its prefix; the ids of the batch's calls carry it. */
  public String token() {
    return value.substring(PREFIX.length());
  }

  @Override
  public String toString() {
    return value;
  }
}
