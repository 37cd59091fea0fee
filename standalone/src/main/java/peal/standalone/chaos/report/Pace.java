package peal.standalone.chaos.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import peal.standalone.chaos.report.CalmWindows.Window;
import peal.testkit.evidence.BatchEvidence;
import peal.testkit.evidence.Evidence;
import peal.testkit.evidence.Ring;
import peal.testkit.evidence.Tenant;

/**
 * The fullest second of a workspace against its limit.
 *
 * @param workspace whose
 * @param callsPerSecond its limit
 * @param lanes its lanes, each of which may be one dial ahead
 * @param mostInASecond most rings in any second of the run
 * @param mostInACalmSecond most rings in any undisturbed second
 */
public record Pace(
    String workspace, double callsPerSecond, int lanes, int mostInASecond, int mostInACalmSecond) {
  static List<Pace> of(Evidence evidence, List<Window> calm) {
    List<Pace> paces = new ArrayList<>();
    for (Tenant tenant : evidence.tenants()) {
      Set<String> tokens =
          evidence.batchesOf(tenant).stream().map(BatchEvidence::token).collect(Collectors.toSet());
      List<Ring> rings =
          evidence.ledger().orElseThrow().rings().stream()
              .filter(ring -> tokens.contains(ring.token()))
              .toList();
      int calmest =
          calm.stream()
              .mapToInt(
                  window -> most(rings.stream().filter(ring -> window.holds(ring.time())).toList()))
              .max()
              .orElse(0);
      paces.add(
          new Pace(
              tenant.workspaceId(),
              tenant.limits().getFirst().callsPerSecond(),
              tenant.lanes(),
              most(rings),
              calmest));
    }
    return paces;
  }

  private static int most(List<Ring> rings) {
    int most = 0;
    for (int first = 0, end = 0; first < rings.size(); first++) {
      while (end < rings.size() && rings.get(end).time() < rings.get(first).time() + 1_000) {
        end++;
      }
      most = Math.max(most, end - first);
    }
    return most;
  }
}
