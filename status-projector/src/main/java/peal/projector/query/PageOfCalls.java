package peal.projector.query;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds a page of calls over several lanes in O(page + rows / 1,000): blocks are counted until the
 * page's first row lies in one, and only the blocks that the page needs are read.
 */
final class PageOfCalls {
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

  /** Each lane gives as many as could be needed of it alone; together they hold the page. */
  private List<LaneCall> read(List<RowRange> ranges, long skip, long need) {
    List<LaneCall> calls = new ArrayList<>();
    lanes.forEach(lane -> calls.addAll(lane.in(ranges, Math.toIntExact(need))));
    calls.sort(Comparator.comparingLong(call -> call.id().row()));
    return calls.stream().skip(skip).limit(need - skip).toList();
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
