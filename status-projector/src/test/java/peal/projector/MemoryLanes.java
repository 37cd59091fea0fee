package peal.projector;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import peal.domain.BatchId;
import peal.domain.CallId;
import peal.domain.CallStatus;
import peal.domain.DoNotCallList;
import peal.domain.Lane;
import peal.domain.PhoneNumber;
import peal.domain.event.BatchCommand;
import peal.domain.event.LaneEvent;
import peal.domain.event.Suppression;
import peal.projector.fold.BatchView;
import peal.projector.fold.Block;
import peal.projector.fold.CallView;
import peal.projector.fold.LaneBatchKey;
import peal.projector.fold.LaneLists;
import peal.projector.fold.LaneStore;
import peal.projector.fold.ListEntry;
import peal.projector.query.BatchSpan;
import peal.projector.query.IndexedBlock;
import peal.projector.query.LaneBatch;
import peal.projector.query.LaneCall;
import peal.projector.query.LaneDirectory;
import peal.projector.query.LaneReader;
import peal.projector.query.LaneTotals;
import peal.projector.query.RowRange;

/** The fold's memory as maps, and its lanes to read. */
public final class MemoryLanes implements LaneStore, LaneDirectory {
  private final Map<LaneBatchKey, TreeMap<Long, CallView>> calls = new HashMap<>();
  private final Map<LaneBatchKey, BatchView> batches = new HashMap<>();
  private final Map<LaneBatchKey, TreeMap<Long, Block>> blocks = new HashMap<>();

  private final Map<Lane, LaneLists> lists = new HashMap<>();
  private final Map<Lane, TreeMap<String, ListEntry>> entries = new HashMap<>();

  private final List<Suppression> listed = new ArrayList<>();

  private long commands;

  /** What the fold has read; a command's offset is how many came before. */
  public void read(LaneEvent event) {
    commands += event instanceof BatchCommand ? 1 : 0;
  }

  @Override
  public CallView call(LaneBatchKey batch, long row) {
    return calls(batch).getOrDefault(row, CallView.UNSEEN);
  }

  @Override
  public BatchView batch(LaneBatchKey batch) {
    return batches.getOrDefault(batch, BatchView.UNSEEN);
  }

  @Override
  public Block block(LaneBatchKey batch, long index) {
    return blocks(batch).getOrDefault(index, Block.EMPTY);
  }

  @Override
  public void put(LaneBatchKey batch, long row, CallView before, CallView after) {
    calls.computeIfAbsent(batch, key -> new TreeMap<>()).put(row, after);
  }

  @Override
  public void put(LaneBatchKey batch, BatchView before, BatchView after) {
    batches.put(batch, after);
  }

  @Override
  public void put(LaneBatchKey batch, long index, Block before, Block after) {
    blocks.computeIfAbsent(batch, key -> new TreeMap<>()).put(index, after);
  }

  @Override
  public LaneLists lists(Lane lane) {
    return lists.getOrDefault(lane, LaneLists.NONE);
  }

  @Override
  public Optional<ListEntry> entry(Lane lane, DoNotCallList list, PhoneNumber number) {
    return Optional.ofNullable(entries(lane).get(list + "/" + number.digits()));
  }

  @Override
  public void put(Lane lane, LaneLists before, LaneLists after) {
    lists.put(lane, after);
  }

  @Override
  public void put(
      Lane lane, DoNotCallList list, PhoneNumber number, ListEntry before, ListEntry after) {
    if (after == null) {
      entries(lane).remove(list + "/" + number.digits());
    } else {
      entries(lane).put(list + "/" + number.digits(), after);
    }
  }

  @Override
  public void list(Lane lane, Suppression entry) {
    listed.add(entry);
  }

  /** Numbers that the fold wants on a list. */
  public List<Suppression> listed() {
    return listed;
  }

  @Override
  public void loseOptOut(CallId call) {
    throw new IllegalStateException("nobody knows " + call);
  }

  private TreeMap<String, ListEntry> entries(Lane lane) {
    return entries.computeIfAbsent(lane, any -> new TreeMap<>());
  }

  /** Every call of a lane's part of a batch, by row. */
  public TreeMap<Long, CallView> calls(LaneBatchKey batch) {
    return calls.getOrDefault(batch, new TreeMap<>());
  }

  /** Every block of a lane's part of a batch, by index. */
  public TreeMap<Long, Block> blocks(LaneBatchKey batch) {
    return blocks.getOrDefault(batch, new TreeMap<>());
  }

  /** A lane's batches and single calls, the newest first. */
  public List<LaneBatch> parts(Lane lane) {
    return batches.entrySet().stream()
        .filter(entry -> entry.getKey().lane().equals(lane))
        .sorted(Comparator.comparing(entry -> entry.getKey().token(), Comparator.reverseOrder()))
        .map(entry ->
            new LaneBatch(BatchId.ofToken(entry.getKey().token()), entry.getValue(), List.of()))
        .toList();
  }

  @Override
  public Sources sources(Lane lane) {
    return new Sources(Optional.of(reader(lane)), List.of());
  }

  /** Reads one lane. */
  public LaneReader reader(Lane lane) {
    return new Reader(lane);
  }

  private final class Reader implements LaneReader {
    private final Lane lane;

    Reader(Lane lane) {
      this.lane = lane;
    }

    @Override
    public Lane lane() {
      return lane;
    }

    @Override
    public Optional<LaneBatch> batch(BatchId batch) {
      return Optional.ofNullable(batches.get(key(batch)))
          .map(view ->
              new LaneBatch(
                  batch,
                  view,
                  view.recent().stream()
                      .flatMap(finished -> call(batch, finished.row()).stream())
                      .toList(),
                  commands));
    }

    @Override
    public List<BatchId> batchIds(int limit, BatchId before) {
      return batches(new BatchSpan(null, before)).stream()
          .map(LaneBatch::id)
          .filter(id -> !id.equals(before))
          .limit(limit)
          .toList();
    }

    @Override
    public List<LaneBatch> batches(BatchSpan span) {
      return parts(lane).stream()
          .filter(part -> !part.view().single() && span.contains(part.id()))
          .toList();
    }

    @Override
    public LaneTotals totals() {
      return parts(lane).stream()
          .map(part -> LaneTotals.of(part.view()))
          .reduce(LaneTotals.NONE, LaneTotals::plus);
    }

    @Override
    public List<IndexedBlock> blocks(BatchId batch) {
      List<IndexedBlock> found = new ArrayList<>();
      MemoryLanes.this
          .blocks(key(batch))
          .forEach((index, block) -> found.add(new IndexedBlock(index, block)));
      return found;
    }

    @Override
    public List<LaneCall> calls(
        BatchId batch, List<RowRange> ranges, Set<CallStatus> statuses, int limit) {
      return ranges.stream()
          .flatMap(range ->
              MemoryLanes.this
                  .calls(key(batch))
                  .subMap(range.first(), true, range.last(), true)
                  .entrySet()
                  .stream())
          .filter(entry -> entry.getValue().known())
          .filter(entry -> statuses.contains(entry.getValue().status()))
          .limit(limit)
          .map(entry ->
              new LaneCall(CallId.ofRow(batch, lane.index(), entry.getKey()), entry.getValue()))
          .toList();
    }

    @Override
    public LaneLists lists() {
      return MemoryLanes.this.lists(lane);
    }

    @Override
    public List<ListEntry> entries(PhoneNumber number) {
      return MemoryLanes.this.entries(lane).values().stream()
          .filter(entry -> entry.number().equals(number))
          .toList();
    }

    @Override
    public List<ListEntry> entries(DoNotCallList list, PhoneNumber after, int limit) {
      return MemoryLanes.this.entries(lane).values().stream()
          .filter(entry -> entry.list().equals(list))
          .filter(entry -> after == null || entry.number().digits() > after.digits())
          .sorted(Comparator.comparingLong(entry -> entry.number().digits()))
          .limit(limit)
          .toList();
    }

    @Override
    public Optional<LaneCall> call(BatchId batch, long row) {
      return Optional.ofNullable(MemoryLanes.this.calls(key(batch)).get(row))
          .filter(CallView::known)
          .map(view -> new LaneCall(CallId.ofRow(batch, lane.index(), row), view));
    }

    private LaneBatchKey key(BatchId batch) {
      return new LaneBatchKey(lane, batch.token());
    }
  }
}
