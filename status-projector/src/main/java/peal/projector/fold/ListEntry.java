package peal.projector.fold;

import java.time.Instant;
import peal.domain.DoNotCallList;
import peal.domain.PhoneNumber;
import peal.domain.event.Suppression;

/**
 * A number that stands on a do-not-call list.
 *
 * @param number whose entry
 * @param list on which list
 * @param at since when
 * @param until it counts no more from this on; null for one that never ends
 * @param reason for people, or null
 * @param by the id of the key that it was asked with, or of the attempt in which the person said so
 * @param confirmed when somebody last asked for it again without changing it; null for never
 */
public record ListEntry(
    PhoneNumber number,
    DoNotCallList list,
    Instant at,
    Instant until,
    String reason,
    String by,
    Instant confirmed) {
  /** The entry that {@code said} has made. */
  static ListEntry of(Suppression said) {
    return new ListEntry(
        said.number(), said.list(), said.at(), said.until(), said.reason(), said.by(), null);
  }

  /** When it was last asked for. */
  public Instant said() {
    return confirmed == null ? at : confirmed;
  }

  /** This, asked for again at {@code when}; what was said before that is no news. */
  ListEntry confirmed(Instant when) {
    return when.isAfter(said()) ? new ListEntry(number, list, at, until, reason, by, when) : this;
  }
}
