package peal.dialer.dispatch;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import peal.domain.Lane;
import peal.domain.dispatch.LaneBook;
import peal.domain.dispatch.LaneState;
import peal.service.streams.LaneKey;
import peal.service.streams.PendingStore;

/**
 * The books of a task's lanes, read from its stores when a lane is first asked for. Used by one
 * thread.
 */
final class LaneBooks {
  /** Books without work beyond this number are read again when they are needed. */
  private static final int MOST_IDLE = 1_024;

  private final DispatchStores stores;
  private final Map<Lane, Open> books = new HashMap<>();

  /**
   * A lane's book.
   *
   * @param book what is at hand
   * @param store what it keeps
   */
  record Open(LaneBook book, StoredLaneStore store) {}

  LaneBooks(DispatchStores stores) {
    this.stores = stores;
  }

  /** The lanes of which the stores hold more than their pace; nothing is read of them yet. */
  Set<Lane> stored() {
    Set<Lane> lanes = new HashSet<>();
    for (PendingStore<Bytes, ?> store : List.of(stores.terms(), stores.progress(), stores.open())) {
      store.eachCommittedKey(key -> lanes.add(LaneKey.laneOf(key)));
    }
    return lanes;
  }

  /** Every book that is at hand. */
  Iterable<Open> all() {
    return books.values();
  }

  /**
   * The book of {@code lane}.
   *
   * @throws RuntimeException when an entry of it cannot be read
   */
  Open of(Lane lane) {
    return books.computeIfAbsent(lane, this::read);
  }

  /** What is at hand of {@code lane} is wrong; its stores are right. */
  void reread(Lane lane) {
    books.remove(lane);
  }

  /** Lets go of books that nobody needs, where there are many. */
  void trim() {
    if (books.size() > MOST_IDLE) {
      books.values().removeIf(open -> open.book().isIdle());
    }
  }

  private Open read(Lane lane) {
    StoredLaneStore store = new StoredLaneStore(lane, stores);
    LaneState state = stores.lanes().get(LaneKeys.lane(lane)).orElse(LaneState.NEW);
    LaneBook book = new LaneBook(lane, state, store);
    LaneKey.Span span = LaneKey.span(lane);
    stores.terms().eachCommitted(span.from(), span.to(), (key, terms) -> book.restore(terms));
    stores.progress().eachCommitted(span.from(), span.to(), (key, batch) -> book.restore(batch));
    stores.open().eachCommitted(span.from(), span.to(), (key, call) -> book.restore(call));
    return new Open(book, store);
  }
}
