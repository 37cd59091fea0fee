package peal.projector.fold;

import peal.domain.event.CallEvent.NumberSuppressed;

/**
 * What a lane said so far to one request that changes do-not-call lists.
 *
 * @param request which request
 * @param changed numbers of which the list was changed
 * @param unchanged numbers of which it stood as it was asked for
 * @param withdrawn calls that were ended, or are being withdrawn from their carrier's queue
 * @param out calls of these numbers with an attempt out
 */
public record ListsAnswer(String request, long changed, long unchanged, long withdrawn, long out) {
  /** Nothing was said yet. */
  public static ListsAnswer none(String request) {
    return new ListsAnswer(request, 0, 0, 0, 0);
  }

  /** Both, of one request. */
  public ListsAnswer plus(ListsAnswer other) {
    return new ListsAnswer(
        request,
        changed + other.changed,
        unchanged + other.unchanged,
        withdrawn + other.withdrawn,
        out + other.out);
  }

  ListsAnswer after(NumberSuppressed said) {
    long one = said.changed() ? 1 : 0;
    return plus(new ListsAnswer(request, one, 1 - one, said.withdrawn(), said.out().size()));
  }
}
