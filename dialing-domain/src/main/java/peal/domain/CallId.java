package peal.domain;

/**
 * Names a call: {@code call_<token>-<lane>-<row>}.
 *
 * <p>Clients treat it as opaque. Inside, it says where the call lives: the token of its batch, the
 * index of its lane and its row. It follows from the file alone, so reading a file twice yields the
 * same ids.
 *
 * @param token token of the batch, or of the call itself when it is in no batch
 * @param lane index of the lane, at least 0
 * @param row row number in the file, at least 1; 0 for a call in no batch
 */
public record CallId(String token, int lane, long row) {
  private static final String PREFIX = "call_";
  private static final int LONGEST_TOKEN = 40;
  private static final int LONGEST_LANE = 4;
  private static final int LONGEST_ROW = 18;
  private static final long MAX_ROW = 999_999_999_999_999_999L;

  /** Refuses tokens and numbers that {@link #parse} could not read back. */
  public CallId {
    if (token == null || token.isEmpty() || token.length() > LONGEST_TOKEN) {
      throw new IllegalArgumentException("token must have 1-40 characters");
    }
    if (lane < 0 || lane > 9_999) {
      throw new IllegalArgumentException("lane must be 0-9999");
    }
    if (row < 0 || row > MAX_ROW) {
      throw new IllegalArgumentException("row must have at most 18 digits and no sign");
    }
  }

  /** The call that a row of a batch becomes. */
  public static CallId ofRow(BatchId batch, int lane, long row) {
    return new CallId(batch.token(), lane, row);
  }

  /**
   * Reads an id.
   *
   * @throws IllegalArgumentException when {@code text} is no call id
   */
  public static CallId parse(String text) {
    return parse(text, text == null ? 0 : text.length());
  }

  /** Reads the id that ends before index {@code end} of {@code text}. */
  static CallId parse(String text, int end) {
    int beforeLane = text == null ? -1 : text.indexOf('-');
    int beforeRow = beforeLane < 0 ? -1 : text.indexOf('-', beforeLane + 1);
    if (beforeRow < 0
        || !text.startsWith(PREFIX)
        || !Alphabet.TOKEN.spells(text, PREFIX.length(), beforeLane, LONGEST_TOKEN)
        || !Alphabet.DIGITS.spells(text, beforeLane + 1, beforeRow, LONGEST_LANE)
        || !Alphabet.DIGITS.spells(text, beforeRow + 1, end, LONGEST_ROW)) {
      throw new IllegalArgumentException("not a call id");
    }
    return new CallId(
        text.substring(PREFIX.length(), beforeLane),
        Integer.parseInt(text, beforeLane + 1, beforeRow, 10),
        Long.parseLong(text, beforeRow + 1, end, 10));
  }

  /** The batch that this call belongs to, if it is a row of one. */
  public BatchId batch() {
    return BatchId.ofToken(token);
  }

  /** The lane of {@code workspace} in which this call is decided. */
  public Lane laneOf(WorkspaceId workspace) {
    return new Lane(workspace, lane);
  }

  @Override
  public String toString() {
    return PREFIX + token + "-" + lane + "-" + row;
  }
}
