package peal.gateway.donotcall;

import java.time.Instant;
import java.util.function.Supplier;
import peal.domain.DoNotCallList;
import peal.domain.Workspace;
import peal.gateway.Refusals;
import peal.gateway.access.Caller;
import peal.service.http.ApiError;

/**
 * The lanes of a workspace, which are told who is put on lists and who is taken off, each change
 * with an id of its own. Thread-safe.
 */
final class ListLanes {
  /** Lists of a workspace, beside {@link DoNotCallList#OPT_OUT}. */
  static final int MOST_LISTS = 50;

  /** Entries of all lists of a workspace. They lie on disks, of dialers, projectors and brokers. */
  static final long MOST_ENTRIES = 10_000_000;

  private final ListStates states;
  private final SuppressionLog log;
  private final Supplier<String> ids;

  ListLanes(ListStates states, SuppressionLog log, Supplier<String> ids) {
    this.states = states;
    this.log = log;
    this.ids = ids;
  }

  /**
   * Puts the numbers of {@code change} on its list.
   *
   * @param at when that was asked for
   * @return what the lanes said, which have taken it in
   * @throws ApiError 409 there are too many lists; 413 too many entries; 503 the lanes did not take
   *     it in in time, or nobody can tell
   */
  ListStates.Said putOn(Caller caller, ListChange change, String requestId) {
    refuseTooMany(caller.workspace(), change, requestId);
    // Not before: a list that is replaced meanwhile keeps whoever was put on it since it began.
    return tell(caller, change, false, states.now(), requestId);
  }

  /**
   * Takes them off it.
   *
   * @throws ApiError 503 as the other
   */
  ListStates.Said takeOff(Caller caller, ListChange change, Instant at, String requestId) {
    return tell(caller, change, true, at, requestId);
  }

  private ListStates.Said tell(
      Caller caller, ListChange change, boolean removed, Instant at, String requestId) {
    String id = ids.get();
    log.send(caller.workspace(), change.entries(removed, at, caller.key().id(), id));
    return states.await(caller.workspace(), id, change.numbers().size(), requestId);
  }

  private void refuseTooMany(Workspace workspace, ListChange change, String requestId) {
    ListStates.Sizes sizes = states.sizes(workspace, change.list(), requestId);
    if (!sizes.known()
        && !change.list().equals(DoNotCallList.OPT_OUT)
        && sizes.lists() >= MOST_LISTS) {
      throw Refusals.conflict(
          "This workspace has %d do-not-call lists, and may have no more. Use one of them."
              .formatted(sizes.lists()),
          "TOO_MANY_LISTS");
    }
    if (sizes.total() >= MOST_ENTRIES) {
      throw Refusals.quota(
          "This workspace may have %,d do-not-call entries, and has %,d. Take others off first."
              .formatted(MOST_ENTRIES, sizes.total()));
    }
  }
}
