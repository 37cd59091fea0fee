package peal.domain.dispatch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import peal.domain.BatchId;
import peal.domain.CallLimit;
import peal.domain.Outcome;

/**
 * The last attempts to reach a number that are over, of whatever batch or single call. An attempt
 * that is out needs no place here: until it is over nobody else dials the number ({@link
 * NumbersInUse}).
 *
 * @param dials in the order in which they ended: the last {@value CallLimit#MOST}, and as many of
 *     those that rang
 */
public record NumberHistory(List<Dial> dials) {
  /** A number that was not called lately. */
  public static final NumberHistory NONE = new NumberHistory(List.of());

  /**
   * An attempt that is over.
   *
   * @param at when it was picked up, else its slot; whole seconds, rounded up
   * @param reach how far it came
   * @param batch {@linkplain #mark which batch} it was of
   */
  public record Dial(Instant at, Reach reach, int batch) {
    /** Rounds the time up, so that nothing is let through too early. */
    public Dial {
      at = at.getNano() == 0 ? at : Instant.ofEpochSecond(at.getEpochSecond() + 1);
    }

    boolean rang() {
      return reach != Reach.DIALED;
    }
  }

  /** How far an attempt came; stored by its place here. */
  public enum Reach {
    /** Nothing rang: the line was engaged, there is no such number, the carrier failed. */
    DIALED,
    /** It rang, or nobody can tell; a machine may have answered. */
    RANG,
    /** Somebody was reached. */
    CONVERSATION;

    static Reach of(Outcome outcome, boolean pickedUp) {
      return switch (outcome) {
        case ANSWERED -> CONVERSATION;
        case VOICEMAIL, NO_ANSWER, REJECTED -> RANG;
        case UNKNOWN -> pickedUp ? CONVERSATION : RANG;
        case CARRIER_ERROR -> pickedUp ? CONVERSATION : DIALED;
        case BUSY, INVALID_NUMBER -> DIALED;
      };
    }
  }

  /** Copies the list. */
  public NumberHistory {
    dials = List.copyOf(dials);
  }

  /** A batch in four bytes. Two that have the same count for each other. */
  static int mark(BatchId batch) {
    return batch.value().hashCode();
  }

  /** Whether nothing here counts by any limit at {@code now}. */
  public boolean isOver(Instant now) {
    Instant from = now.minus(CallLimit.longest());
    return dials.stream().allMatch(dial -> dial.at().isBefore(from));
  }

  /** This and one more; without what no limit counts any more. */
  NumberHistory with(Dial dial) {
    Instant from = dial.at().minus(CallLimit.longest());
    List<Dial> kept = new ArrayList<>();
    kept.add(dial);
    int rang = dial.rang() ? 1 : 0;
    for (Dial before : dials.reversed()) {
      boolean counts = kept.size() < CallLimit.MOST || (before.rang() && rang < CallLimit.MOST);
      if (counts && !before.at().isBefore(from)) {
        kept.add(before);
        rang += before.rang() ? 1 : 0;
      }
    }
    return new NumberHistory(kept.reversed());
  }
}
