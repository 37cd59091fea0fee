package peal.projector.http;

import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import peal.domain.BatchId;
import peal.domain.CallStatus;
import peal.domain.DoNotCallList;
import peal.domain.Lane;
import peal.domain.PhoneNumber;
import peal.projector.fold.ListEntry;
import peal.projector.query.BatchSpan;
import peal.projector.query.CallShare;
import peal.projector.query.IndexedBlock;
import peal.projector.query.Instance;
import peal.projector.query.LaneBatch;
import peal.projector.query.LaneCall;
import peal.projector.query.LaneEventPage;
import peal.projector.query.LaneReader;
import peal.projector.query.LaneUnavailable;
import peal.projector.query.NumberCalls;
import peal.projector.query.RelayedLane;
import peal.projector.query.RowRange;

/**
 * Reads a lane at an instance unless that was silent a moment ago. A process that is paused takes
 * connections and never answers; waiting for it again and again would make every question slow
 * until the group misses it.
 *
 * <p>An answer that grows with what is stored may take longer than that without any such reason;
 * then only a short question tells whether the instance is there.
 */
public final class WaryLaneReader implements RelayedLane {
  private final LaneReader reader;
  private final Instance instance;
  private final SilentInstances silent;

  /** Reads by {@code reader}, which asks {@code instance}. */
  public WaryLaneReader(LaneReader reader, Instance instance, SilentInstances silent) {
    this.reader = reader;
    this.instance = instance;
    this.silent = silent;
  }

  @Override
  public Lane lane() {
    return reader.lane();
  }

  @Override
  public <T> T ask(Function<LaneReader, T> question) {
    return ask(question, silence -> true);
  }

  @Override
  public List<BatchId> batchIds(int limit, BatchId before) {
    return askLong(reader -> reader.batchIds(limit, before));
  }

  @Override
  public List<LaneBatch> batches(BatchSpan span) {
    return askLong(reader -> reader.batches(span));
  }

  @Override
  public List<IndexedBlock> blocks(BatchId batch) {
    return askLong(reader -> reader.blocks(batch));
  }

  @Override
  public List<LaneCall> calls(
      BatchId batch, List<RowRange> ranges, Set<CallStatus> statuses, int limit) {
    return askLong(reader -> reader.calls(batch, ranges, statuses, limit));
  }

  @Override
  public List<LaneCall> calls(
      BatchId batch, List<RowRange> ranges, Set<CallStatus> statuses, int limit, CallShare share) {
    return askLong(reader -> reader.calls(batch, ranges, statuses, limit, share));
  }

  @Override
  public List<Long> rows(
      BatchId batch, List<RowRange> ranges, Set<CallStatus> statuses, int limit) {
    return askLong(reader -> reader.rows(batch, ranges, statuses, limit));
  }

  @Override
  public List<ListEntry> entries(DoNotCallList list, PhoneNumber after, int limit) {
    return askLong(reader -> reader.entries(list, after, limit));
  }

  @Override
  public NumberCalls numbered(PhoneNumber number, BatchId in, BatchId before) {
    return askLong(reader -> reader.numbered(number, in, before));
  }

  @Override
  public LaneEventPage events(long from, int limit, long bytes) {
    return askLong(reader -> reader.events(from, limit, bytes));
  }

  private <T> T askLong(Function<LaneReader, T> question) {
    return ask(
        question,
        silence -> silence instanceof HttpConnectTimeoutException || !answersAShortQuestion());
  }

  private <T> T ask(Function<LaneReader, T> question, Predicate<HttpTimeoutException> tells) {
    if (silent.contains(instance)) {
      throw new LaneUnavailable(reader.lane(), instance + " was silent a moment ago", null);
    }
    try {
      return question.apply(reader);
    } catch (LaneUnavailable e) {
      if (e.getCause() instanceof HttpTimeoutException silence && tells.test(silence)) {
        silent.add(instance);
      }
      throw e;
    }
  }

  /** Also where it answers that it does not have the lane. */
  private boolean answersAShortQuestion() {
    try {
      reader.attemptsOut();
      return true;
    } catch (LaneUnavailable e) {
      return !(e.getCause() instanceof HttpTimeoutException);
    }
  }
}
