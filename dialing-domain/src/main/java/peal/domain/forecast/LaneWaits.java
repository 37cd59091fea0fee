package peal.domain.forecast;

/**
 * Reads from the slots that a lane gives away what kept each dial from being made before. Times are
 * ms since 1970. Used by one thread.
 */
final class LaneWaits {
  /** From when a call may be dialed until a lane that has nothing else to do dials it, and more. */
  private static final long AT_ONCE = 300;

  /** How much later than its pace allows a lane may dial that has no other reason. */
  private static final long LATE = 50;

  private final long begin;
  private final long start;
  private final double distance;
  private final Figures figures;
  private long lastSlot;

  /**
   * None yet.
   *
   * @param begin from when on the lane is followed
   * @param start from when on its batch may be dialed, at least {@code begin}
   * @param distance from one dial to the next at least, ms
   */
  LaneWaits(long begin, long start, double distance, Figures figures) {
    this.begin = begin;
    this.start = start;
    this.distance = distance;
    this.figures = figures;
    this.lastSlot = start;
  }

  /**
   * A bundle is given a slot.
   *
   * @param attempt which attempt, from 1
   * @param due when it was to be dialed again; for a first attempt not looked at
   * @param gap how long it waited for that, ms; likewise
   * @param first when its hours were open first, once it might be dialed
   * @param open since when they are open at the slot
   * @return what kept it from being dialed before, last; null for nothing
   */
  Wait dialed(int rows, int attempt, long due, long gap, long first, long open, long slot) {
    long ready = attempt == 1 ? start : due;
    Wait held = attempt == 1 && start > begin ? Wait.START : null;
    if (attempt > 1) {
      figures.waited(Wait.RETRY, rows, gap);
      held = Wait.RETRY;
    }
    if (first > ready) {
      figures.waited(Wait.HOURS, rows, first - ready);
      held = Wait.HOURS;
    }
    long may = Math.max(ready, first);
    if (slot - may > AT_ONCE) {
      boolean follows = slot - Math.max(lastSlot, open) <= distance * 1.01 + LATE;
      held = follows ? Wait.PACE : Wait.CONCURRENCY;
      figures.waited(held, rows, slot - may);
    }
    heldUp(held, attempt, Math.max(ready, open), ready, slot);
    lastSlot = slot;
    return held;
  }

  /**
   * For how long the lane had nothing else to do, or could not do it.
   *
   * @param may from when on the call might be dialed, in the hours in which it is
   */
  private void heldUp(Wait held, int attempt, long may, long ready, long slot) {
    if (may > lastSlot + distance) {
      if (may > ready) {
        figures.heldUp(Wait.HOURS, may - lastSlot);
      } else if (attempt > 1) {
        figures.heldUp(Wait.RETRY, may - lastSlot);
      }
    } else if (slot > lastSlot && (held == Wait.PACE || held == Wait.CONCURRENCY)) {
      figures.heldUp(held, slot - lastSlot);
    }
  }
}
