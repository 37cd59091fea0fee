package peal.projector.query;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import peal.domain.PlanRevision;
import peal.projector.fold.BatchView;
import peal.projector.fold.Opening;

/**
 * What a batch's lanes go by.
 *
 * @param revisions the plan of the start and the changes since, oldest first; of many only the
 *     newest, never none
 * @param applied whether every lane in which calls are left goes by the newest
 * @param first the first lane in which calls are left, by its index; -1 where there is none
 */
public record PlanState(List<PlanRevision> revisions, boolean applied, int first) {
  static PlanState of(
      Opening opened,
      Map<Integer, BatchView> all,
      Map<Integer, BatchView> left,
      boolean everywhere) {
    TreeMap<Integer, PlanRevision> byNumber = new TreeMap<>();
    byNumber.put(
        PlanRevision.FIRST, new PlanRevision(PlanRevision.FIRST, opened.at(), null, opened.plan()));
    all.values()
        .forEach(view -> view.changes().forEach(change -> byNumber.put(change.revision(), change)));
    int newest = byNumber.lastKey();
    return new PlanState(
        List.copyOf(byNumber.values()),
        everywhere && left.values().stream().allMatch(view -> view.revision() == newest),
        left.keySet().stream().min(Integer::compare).orElse(-1));
  }

  /** The newest. */
  public PlanRevision newest() {
    return revisions.getLast();
  }
}
