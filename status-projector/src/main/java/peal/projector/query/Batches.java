package peal.projector.query;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import peal.domain.BatchId;
import peal.domain.CallId;
import peal.domain.CallStatus;
import peal.projector.fold.BatchView;
import peal.projector.fold.Block;
import peal.projector.fold.Opening;

/** A workspace's batches, put together from its lanes. Made for one request; not thread-safe. */
public final class Batches {
  /** Batches that are read at once where all are looked at. */
  static final int LOOKED_AT = 200;

  /** Parts of batches that one question looks at. */
  static final int LOOKED_AT_IN_ALL = 2_000;

  /** Rows of a batch up to which its client is answered when they are read; as many go in front. */
  static final int AWAITED = 5_000;

  private final List<? extends LaneReader> lanes;

  /**
   * What a workspace has of what has a bound.
   *
   * @param open batches and single calls that have not ended
   * @param calls calls that are kept, of those that have ended too
   * @param bytes what their rows take
   */
  public record Kept(long open, long calls, long bytes) {}

  /** Reads {@code lanes}, which are all lanes of the workspace by ascending index. */
  public Batches(List<? extends LaneReader> lanes) {
    this.lanes = List.copyOf(lanes);
  }

  /** The batch, or empty where no lane has been told of it. */
  public Optional<BatchSummary> find(BatchId id) {
    return BatchSummary.of(id, parts(id), lanes.size());
  }

  /**
   * Whether all that was written of the batch when it was started is read: in every lane that it is
   * in its seal, and its rows where they are not more than {@value #AWAITED}.
   *
   * @param addition likewise of what was added to it then, by its number; 0 for the start
   */
  public boolean shown(BatchId id, int addition) {
    Map<Integer, LaneBatch> parts = parts(id);
    return BatchSummary.of(id, parts, lanes.size())
        .map(batch ->
            (batch.opened().single() || parts.size() == lanes.size())
                && parts.values().stream()
                    .map(LaneBatch::view)
                    .allMatch(view -> whole(view, addition))
                && (batch.counts().total() > AWAITED
                    || read(batch, parts, Optional.empty()).stream().noneMatch(LaneCalls::behind)))
        .orElse(false);
  }

  private static boolean whole(BatchView part, int addition) {
    int heard = part.extent() == null ? 0 : part.extent().whole().number();
    return part.over() || (part.sealed() != null && heard >= addition);
  }

  /** Every batch that has been opened, newest first; single calls are none. Reads all of them. */
  public List<BatchSummary> all() {
    return within(BatchSpan.ALL);
  }

  /**
   * A page of them, newest first. Only the page is read; what lies before it is counted by its
   * keys. One that has just been forgotten leaves a gap in its page.
   */
  public BatchPage page(Page page) {
    long total = lanes.stream().mapToLong(lane -> lane.totals().batches()).max().orElse(0);
    if (page.offset() >= total) {
      return new BatchPage(List.of(), total);
    }
    int wanted = Math.toIntExact(page.offset() + page.limit());
    List<BatchId> ids =
        lanes.stream()
            .flatMap(lane -> lane.batchIds(wanted, null).stream())
            .distinct()
            .sorted(Comparator.comparing(BatchId::value).reversed())
            .skip(page.offset())
            .limit(page.limit())
            .toList();
    return ids.isEmpty()
        ? new BatchPage(List.of(), total)
        : new BatchPage(within(new BatchSpan(ids.getLast(), ids.getFirst())), total);
  }

  /**
   * A page of those that have {@code status}, or of all where that is empty. Where one stands is
   * known from all of its lanes, so each is looked at: of one lane the newest {@value
   * #LOOKED_AT_IN_ALL}, of several as many less. {@code total} is what of them matches; for older
   * ones whoever asks gives the last that was looked at as {@code before}. No more than {@value
   * #LOOKED_AT} and the page are held.
   *
   * @param before only such as are older than this one; null for all
   */
  public BatchPage page(Page page, Optional<BatchStatus> status, BatchId before) {
    int most = Math.max(LOOKED_AT, LOOKED_AT_IN_ALL / lanes.size());
    List<BatchId> ids =
        lanes.stream()
            .flatMap(lane -> lane.batchIds(most + 1, before).stream())
            .filter(id -> before == null || id.value().compareTo(before.value()) < 0)
            .distinct()
            .sorted(Comparator.comparing(BatchId::value).reversed())
            .limit(most + 1L)
            .toList();
    boolean more = ids.size() > most;
    List<BatchId> looked = more ? ids.subList(0, most) : ids;
    List<BatchSummary> found = new ArrayList<>();
    long matching = 0;
    for (int from = 0; from < looked.size(); from += LOOKED_AT) {
      List<BatchId> part = looked.subList(from, Math.min(looked.size(), from + LOOKED_AT));
      for (BatchSummary batch : within(new BatchSpan(part.getLast(), part.getFirst()))) {
        if (status.isEmpty() || batch.status() == status.get()) {
          if (matching >= page.offset() && found.size() < page.limit()) {
            found.add(batch);
          }
          matching++;
        }
      }
    }
    return new BatchPage(found, matching, more ? looked.getLast() : null);
  }

  /** What the workspace has: of open ones a batch is in every lane, a single call in one. */
  public Kept kept() {
    List<LaneTotals> totals = lanes.stream().map(LaneReader::totals).toList();
    return new Kept(
        open(totals),
        totals.stream().mapToLong(LaneTotals::keptCalls).sum(),
        totals.stream().mapToLong(LaneTotals::keptBytes).sum());
  }

  private static long open(List<LaneTotals> totals) {
    return totals.stream().mapToLong(LaneTotals::openBatches).max().orElse(0)
        + totals.stream().mapToLong(LaneTotals::openSingles).sum();
  }

  private List<BatchSummary> within(BatchSpan span) {
    Map<BatchId, Map<Integer, LaneBatch>> byId =
        new TreeMap<>(Comparator.comparing(BatchId::value).reversed());
    for (LaneReader lane : lanes) {
      for (LaneBatch part : lane.batches(span)) {
        byId.computeIfAbsent(part.id(), id -> new HashMap<>()).put(lane.lane().index(), part);
      }
    }
    List<BatchSummary> summaries = new ArrayList<>();
    byId.forEach((id, parts) -> BatchSummary.of(id, parts, lanes.size()).ifPresent(summaries::add));
    return summaries;
  }

  /** A page of the batch's calls; empty where the batch is unknown. */
  public Optional<CallPage> calls(BatchId id, Optional<CallStatus> filter, Page page) {
    Map<Integer, LaneBatch> parts = parts(id);
    return BatchSummary.of(id, parts, lanes.size())
        .map(batch -> {
          List<LaneCalls> read = read(batch, parts, filter);
          long total = filter.map(batch.counts()::of).orElse(batch.counts().total());
          return new CallPage(
              new PageOfCalls(read).at(page),
              total,
              batch.counts(),
              read.stream().anyMatch(LaneCalls::behind));
        });
  }

  /** All of the batch's calls, in pieces; empty where the batch is unknown. */
  public Optional<EveryCall> everyCall(BatchId id, Optional<CallStatus> filter) {
    Map<Integer, LaneBatch> parts = parts(id);
    return BatchSummary.of(id, parts, lanes.size())
        .map(batch -> new EveryCall(read(batch, parts, filter), columns(parts), batch.redialOf()));
  }

  /** Those that have one of {@code statuses}, in file order and in pieces. */
  public Optional<EveryCall> everyCall(BatchId id, Set<CallStatus> statuses) {
    Map<Integer, LaneBatch> parts = parts(id);
    return BatchSummary.of(id, parts, lanes.size())
        .map(batch -> {
          List<LaneCalls> all = new ArrayList<>();
          statuses.forEach(status -> all.addAll(read(batch, parts, Optional.of(status))));
          return new EveryCall(all, columns(parts), batch.redialOf());
        });
  }

  /**
   * The names of the variables that the first {@code rows} of those calls have: the columns of a
   * file whose batch was opened before batches knew them. Nothing else of the calls is held.
   */
  public List<String> columnsOfRows(BatchId id, Optional<CallStatus> filter, int rows) {
    Set<String> names = new LinkedHashSet<>();
    everyCall(id, filter)
        .ifPresent(calls -> {
          for (int row = 0; row < rows && calls.hasNext(); row++) {
            names.addAll(calls.next().view().variables().keySet());
          }
        });
    return List.copyOf(names);
  }

  /** Said in one of the lanes. */
  private static List<String> columns(Map<Integer, LaneBatch> parts) {
    return parts.values().stream()
        .map(part -> part.view().opened())
        .filter(opened -> opened != null && !opened.columns().isEmpty())
        .map(Opening::columns)
        .findFirst()
        .orElse(List.of());
  }

  /** Of a single call only the lane that knows it: no other waits for its row. */
  private List<LaneCalls> read(
      BatchSummary batch, Map<Integer, LaneBatch> parts, Optional<CallStatus> filter) {
    return lanes.stream()
        .filter(lane -> !batch.opened().single() || parts.containsKey(lane.lane().index()))
        .map(lane -> new LaneCalls(lane, batch.id(), view(parts, lane), filter))
        .toList();
  }

  /** The call as shown; empty where it is no call of this batch, or its row is not read yet. */
  public Optional<LaneCall> call(BatchId id, CallId call) {
    if (!call.token().equals(id.token()) || call.lane() >= lanes.size()) {
      return Optional.empty();
    }
    LaneReader lane = lanes.get(call.lane());
    BatchView part = lane.batch(id).map(LaneBatch::view).orElse(BatchView.UNSEEN);
    return lane.call(id, call.row()).map(found -> LaneCalls.shown(found, part));
  }

  /** How many calls of the batch wait in the call's lane, in rows before its own. */
  public long waitingBefore(BatchId id, CallId call) {
    LaneReader lane = lanes.get(call.lane());
    long block = Block.of(call.row());
    long before =
        lane.blocks(id).stream()
            .filter(indexed -> indexed.index() < block)
            .mapToLong(indexed -> indexed.block().counts(false).waiting())
            .sum();
    long first = Block.firstRow(block);
    return call.row() <= first
        ? before
        : before
            + lane.rows(
                    id,
                    List.of(new RowRange(first, call.row() - 1)),
                    EnumSet.of(CallStatus.WAITING),
                    Block.SIZE)
                .size();
  }

  /** What each lane that has read of the batch knows of it, by the lane's index. */
  public Map<Integer, LaneBatch> parts(BatchId id) {
    Map<Integer, LaneBatch> parts = new TreeMap<>();
    for (LaneReader lane : lanes) {
      lane.batch(id).ifPresent(part -> parts.put(lane.lane().index(), part));
    }
    return parts;
  }

  private static BatchView view(Map<Integer, LaneBatch> parts, LaneReader lane) {
    LaneBatch part = parts.get(lane.lane().index());
    return part == null ? BatchView.UNSEEN : part.view();
  }
}
