package peal.testkit.evidence;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import peal.domain.DialRequest;
import peal.domain.PhoneNumber;
import peal.domain.WorkspaceId;
import peal.domain.event.Suppression;

/**
 * The auditor's question: which requests were made though their decision had seen that nobody may
 * call the number? Each request says up to which record of do-not-call entries its lane had read.
 * Entries and requests may come in any order. Not thread-safe.
 */
final class OptOutAudit {
  private final Map<Whose, TreeMap<Long, Suppression>> entries = new HashMap<>();
  private final List<DialRequest> requests = new ArrayList<>();

  private record Whose(WorkspaceId workspace, PhoneNumber number, String list) {}

  void add(WorkspaceId workspace, long offset, Suppression entry) {
    entries
        .computeIfAbsent(
            new Whose(workspace, entry.number(), entry.list().value()), any -> new TreeMap<>())
        .put(offset, entry);
  }

  void add(DialRequest dial) {
    if (dial.suppressionsSeen() != null) {
      requests.add(dial);
    }
  }

  /** The ids of the attempts that were requested so; empty is what one hopes for. */
  List<String> requestedAllTheSame() {
    Map<PhoneNumber, List<Whose>> lists = new HashMap<>();
    entries
        .keySet()
        .forEach(
            whose -> lists.computeIfAbsent(whose.number(), any -> new ArrayList<>()).add(whose));
    return requests.stream()
        .filter(dial ->
            lists.getOrDefault(dial.number(), List.of()).stream()
                .filter(whose -> whose.workspace().equals(dial.lane().workspace()))
                .anyMatch(whose -> refuses(entries.get(whose), dial)))
        .map(dial -> dial.attempt().toString())
        .toList();
  }

  /** Nothing that is put on a list makes an entry end earlier, only its removal does. */
  private static boolean refuses(TreeMap<Long, Suppression> list, DialRequest dial) {
    Instant until = Instant.MIN;
    for (Suppression said : list.headMap(dial.suppressionsSeen(), true).values()) {
      Instant end = said.until() == null ? Instant.MAX : said.until();
      until = said.removed() ? Instant.MIN : end.isAfter(until) ? end : until;
    }
    return dial.slotAt().isBefore(until);
  }
}
