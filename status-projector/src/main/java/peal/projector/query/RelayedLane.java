package peal.projector.query;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import peal.domain.BatchId;
import peal.domain.CallStatus;
import peal.domain.DoNotCallList;
import peal.domain.PhoneNumber;
import peal.projector.fold.LaneLists;
import peal.projector.fold.ListEntry;

/** A lane whose every question goes through one place, which chooses whom to ask, and whether. */
public interface RelayedLane extends LaneReader {
  /**
   * Puts {@code question} to whoever is to answer it.
   *
   * @throws LaneUnavailable while nobody can
   */
  <T> T ask(Function<LaneReader, T> question);

  @Override
  default Optional<LaneBatch> batch(BatchId batch) {
    return ask(reader -> reader.batch(batch));
  }

  @Override
  default List<BatchId> batchIds(int limit, BatchId before) {
    return ask(reader -> reader.batchIds(limit, before));
  }

  @Override
  default List<LaneBatch> batches(BatchSpan span) {
    return ask(reader -> reader.batches(span));
  }

  @Override
  default LaneTotals totals() {
    return ask(LaneReader::totals);
  }

  @Override
  default List<IndexedBlock> blocks(BatchId batch) {
    return ask(reader -> reader.blocks(batch));
  }

  @Override
  default List<LaneCall> calls(
      BatchId batch, List<RowRange> ranges, Set<CallStatus> statuses, int limit) {
    return ask(reader -> reader.calls(batch, ranges, statuses, limit));
  }

  @Override
  default List<LaneCall> calls(
      BatchId batch, List<RowRange> ranges, Set<CallStatus> statuses, int limit, CallShare share) {
    return ask(reader -> reader.calls(batch, ranges, statuses, limit, share));
  }

  @Override
  default List<Long> rows(
      BatchId batch, List<RowRange> ranges, Set<CallStatus> statuses, int limit) {
    return ask(reader -> reader.rows(batch, ranges, statuses, limit));
  }

  @Override
  default LaneLists lists() {
    return ask(LaneReader::lists);
  }

  @Override
  default List<ListEntry> entries(PhoneNumber number) {
    return ask(reader -> reader.entries(number));
  }

  @Override
  default List<ListEntry> entries(DoNotCallList list, PhoneNumber after, int limit) {
    return ask(reader -> reader.entries(list, after, limit));
  }

  @Override
  default NumberCalls numbered(PhoneNumber number, BatchId in, BatchId before) {
    return ask(reader -> reader.numbered(number, in, before));
  }

  @Override
  default LaneEventPage.Span eventSpan() {
    return ask(LaneReader::eventSpan);
  }

  @Override
  default long eventsFrom(Instant instant) {
    return ask(reader -> reader.eventsFrom(instant));
  }

  @Override
  default LaneEventPage events(long from, int limit, long bytes) {
    return ask(reader -> reader.events(from, limit, bytes));
  }

  @Override
  default Optional<LaneCall> call(BatchId batch, long row) {
    return ask(reader -> reader.call(batch, row));
  }
}
