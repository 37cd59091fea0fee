package peal.projector.fold;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import peal.domain.event.CallEvent.NumberSuppressed;

/**
 * What is known of a lane's do-not-call lists as a whole.
 *
 * @param numbers how many numbers stand on each list, by its name; no list is empty
 * @param answers what the lane said to those who asked for changes, the newest last; at most
 *     {@value #MOST_ANSWERS}
 */
public record LaneLists(Map<String, Long> numbers, List<ListsAnswer> answers) {
  /** Of a lane that has none. */
  public static final LaneLists NONE = new LaneLists(Map.of(), List.of());

  /** More gateways and workspaces' keys do not ask one lane at once. */
  static final int MOST_ANSWERS = 64;

  /** Copies both. */
  public LaneLists {
    numbers = numbers == null ? Map.of() : Map.copyOf(numbers);
    answers = answers == null ? List.of() : List.copyOf(answers);
  }

  /** What the lane said to {@code request} so far. */
  public Optional<ListsAnswer> answer(String request) {
    return answers.stream().filter(answer -> answer.request().equals(request)).findFirst();
  }

  /** After {@code said}. */
  LaneLists after(NumberSuppressed said, int more) {
    Map<String, Long> counts = new TreeMap<>(numbers);
    if (more != 0) {
      counts.merge(
          said.entry().list().value(), (long) more, (n, m) -> n + m == 0 ? null : (Long) (n + m));
    }
    String request = said.entry().request();
    if (request == null) {
      return new LaneLists(counts, answers);
    }
    List<ListsAnswer> next = new ArrayList<>(answers);
    ListsAnswer before = answer(request).orElse(ListsAnswer.none(request));
    next.remove(before);
    if (next.size() == MOST_ANSWERS) {
      next.removeFirst();
    }
    next.add(before.after(said));
    return new LaneLists(counts, next);
  }
}
