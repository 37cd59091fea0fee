package peal.projector.webhooks;

/**
 * What this instance has folded since it took a lane's partition over.
 *
 * @param first offset of the first record, whoever's it was; -1 where there was none yet
 * @param last of the last
 * @param ofLane of the last one of the lane, or -1
 */
public record Folded(long first, long last, long ofLane) {
  /** Nothing yet. */
  public static final Folded NOTHING = new Folded(-1, -1, -1);

  /** Whether it is known that from {@code offset} on there is nothing of the lane. */
  boolean hasNothingFrom(long offset) {
    return first >= 0 && offset >= first && ofLane < offset;
  }
}
