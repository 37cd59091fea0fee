package peal.projector.query;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds a page of calls over several lanes in O(page + rows / 1,000): blocks are counted until the
 * page's first row lies in one, and only the blocks that the page needs are looked through. Of
 * those no more than the numbers of rows are taken; what calls say is read of the page alone, and
 * without transcripts, which a page does not show.
 */
final class PageOfCalls {
  /** What the calls of a page may take as JSON. */
  static final long MOST_BYTES = 2 << 20;

  /** So many rows of 65,536 characters are below that, whatever the characters are. */
  static final int ALWAYS_FIT = 5;

  private final List<LaneCalls> lanes;

  PageOfCalls(List<LaneCalls> lanes) {
    this.lanes = lanes;
  }

  List<LaneCall> at(Page page) {
    long before = 0;
    long skip = 0;
    long need = 0;
    List<RowRange> ranges = new ArrayList<>();
    for (Map.Entry<Long, Long> block : matching().entrySet()) {
      long count = block.getValue();
      if (ranges.isEmpty() && before + count <= page.offset()) {
        before += count;
        continue;
      }
      if (ranges.isEmpty()) {
        skip = page.offset() - before;
        need = skip + page.limit();
      }
      RowRange.append(ranges, RowRange.ofBlock(block.getKey()));
      before += count;
      if (before >= page.offset() + page.limit()) {
        break;
      }
    }
    return ranges.isEmpty() ? List.of() : read(ranges, skip, need);
  }

  private record Found(int lane, long row) {}

  /** Each lane names as many as could be needed of it alone; together they hold the page. */
  private List<LaneCall> read(List<RowRange> ranges, long skip, long need) {
    List<Found> found = new ArrayList<>();
    for (int lane = 0; lane < lanes.size(); lane++) {
      for (long row : lanes.get(lane).rows(ranges, Math.toIntExact(need))) {
        found.add(new Found(lane, row));
      }
    }
    found.sort(Comparator.comparingLong(Found::row));
    return read(found.stream().skip(skip).limit(need - skip).toList());
  }

  /** A call that does not match any more by now is left out. */
  private List<LaneCall> read(List<Found> page) {
    List<LaneCall> calls = new ArrayList<>();
    long left = MOST_BYTES;
    for (int lane = 0; lane < lanes.size(); lane++) {
      List<RowRange> rows = new ArrayList<>();
      for (Found found : page) {
        if (found.lane() == lane) {
          RowRange.append(rows, new RowRange(found.row(), found.row()));
        }
      }
      List<LaneCall> part =
          lanes.get(lane).in(rows, Math.max(1, page.size()), new CallShare(left, false));
      left -= CallShare.weight(part);
      if (left <= 0) {
        throw new PageTooLarge();
      }
      calls.addAll(part);
    }
    calls.sort(Comparator.comparingLong(call -> call.id().row()));
    return calls;
  }

  private Map<Long, Long> matching() {
    Map<Long, Long> counts = new TreeMap<>();
    for (LaneCalls lane : lanes) {
      for (IndexedBlock indexed : lane.blocks()) {
        long count = lane.matching(indexed.block());
        if (count > 0) {
          counts.merge(indexed.index(), count, Long::sum);
        }
      }
    }
    return counts;
  }
}
