package peal.dialer.dispatch;

import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.utils.Bytes;
import peal.domain.BatchId;
import peal.domain.CallId;
import peal.domain.Lane;
import peal.domain.PhoneNumber;
import peal.domain.dispatch.BatchProgress;
import peal.domain.dispatch.BatchTerms;
import peal.domain.dispatch.DoNotCall;
import peal.domain.dispatch.LaneState;
import peal.domain.dispatch.LaneStore;
import peal.domain.dispatch.NumberHistory;
import peal.domain.dispatch.OpenCall;
import peal.domain.dispatch.QueuedCall;
import peal.service.trace.Origin;

/** What a lane keeps, in the stores of its task. */
final class StoredLaneStore implements LaneStore {
  private final Lane lane;
  private final DispatchStores stores;

  StoredLaneStore(Lane lane, DispatchStores stores) {
    this.lane = lane;
    this.stores = stores;
  }

  /** Keeps which request a batch came with, as long as the batch is known. */
  void put(BatchId batch, Origin origin) {
    stores.put(LaneKeys.batch(lane, batch), origin);
  }

  /** Which request a batch came with. */
  Origin origin(BatchId batch) {
    return stores.origin(LaneKeys.batch(lane, batch));
  }

  @Override
  public void put(LaneState state) {
    stores.lanes().put(LaneKeys.lane(lane), state);
  }

  @Override
  public void put(BatchProgress progress) {
    stores.progress().put(LaneKeys.batch(lane, progress.batch()), progress);
  }

  @Override
  public void put(BatchTerms terms) {
    stores.put(LaneKeys.batch(lane, terms.batch()), terms);
  }

  @Override
  public Optional<BatchTerms> terms(BatchId batch) {
    return stores.terms(LaneKeys.batch(lane, batch));
  }

  @Override
  public void finish(BatchId batch, Instant now) {
    stores.finish(LaneKeys.batch(lane, batch), now);
  }

  @Override
  public boolean isFinished(BatchId batch) {
    return stores.isFinished(LaneKeys.batch(lane, batch));
  }

  @Override
  public void queueFresh(int queue, CallId id, QueuedCall call) {
    stores.fresh().add(lane, queue, id, call);
  }

  @Override
  public Optional<Waiting> takeFresh(BatchId batch, int queue, long row) {
    return stores.fresh().take(lane, batch, queue, row);
  }

  private CallId callOf(BatchId batch, Bytes key) {
    return CallId.ofRow(batch, lane.index(), LaneKeys.rowOf(key));
  }

  @Override
  public void queueCallback(int queue, Instant due, CallId id, QueuedCall call) {
    stores.callbacks().put(key(queue, due, id), call);
  }

  @Override
  public Optional<Waiting> firstCallback(BatchId batch, int queue, Waiting from) {
    long dueMillis = from == null ? 0 : from.due().toEpochMilli();
    long row = from == null ? 0 : from.id().row() + 1;
    return stores
        .callbacks()
        .first(
            LaneKeys.due(lane, batch, queue, dueMillis, row),
            LaneKeys.due(lane, batch, queue, Long.MAX_VALUE, Long.MAX_VALUE))
        .map(
            first -> new Waiting(callOf(batch, first.key), LaneKeys.dueOf(first.key), first.value));
  }

  @Override
  public void removeCallback(int queue, Waiting callback) {
    stores.callbacks().delete(key(queue, callback.due(), callback.id()));
  }

  private Bytes key(int queue, Instant due, CallId id) {
    return LaneKeys.due(lane, id.batch(), queue, due.toEpochMilli(), id.row());
  }

  @Override
  public DoNotCall doNotCall(PhoneNumber number) {
    return stores.doNotCall().get(LaneKeys.number(lane, number)).orElse(DoNotCall.NONE);
  }

  @Override
  public void put(PhoneNumber number, DoNotCall entries) {
    if (entries.equals(DoNotCall.NONE)) {
      stores.doNotCall().delete(LaneKeys.number(lane, number));
    } else {
      stores.doNotCall().put(LaneKeys.number(lane, number), entries);
    }
  }

  @Override
  public NumberHistory history(PhoneNumber number) {
    try {
      return stores.dialed().get(LaneKeys.number(lane, number)).orElse(NumberHistory.NONE);
    } catch (SerializationException e) {
      // A later version's: its lane would end no call any more for want of a count.
      return NumberHistory.NONE;
    }
  }

  @Override
  public void put(PhoneNumber number, NumberHistory history) {
    stores.dialed().put(LaneKeys.number(lane, number), history);
  }

  @Override
  public void put(OpenCall call) {
    stores.open().put(LaneKeys.row(lane, call.attempt().call()), call);
  }

  @Override
  public void close(CallId id) {
    stores.open().delete(LaneKeys.row(lane, id));
  }
}
