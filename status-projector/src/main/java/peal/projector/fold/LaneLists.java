package peal.projector.fold;

import java.time.Instant;
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
 * @param said when somebody last asked for a change of each list, also for one that it had already;
 *     of those that have numbers, and absent of what was read before this was kept
 */
public record LaneLists(
    Map<String, Long> numbers, List<ListsAnswer> answers, Map<String, Instant> said) {
  /** Of a lane that has none. */
  public static final LaneLists NONE = new LaneLists(Map.of(), List.of(), Map.of());

  /** More gateways and workspaces' keys do not ask one lane at once. */
  static final int MOST_ANSWERS = 64;

  /** Copies all. */
  public LaneLists {
    numbers = numbers == null ? Map.of() : Map.copyOf(numbers);
    answers = answers == null ? List.of() : List.copyOf(answers);
    said = said == null ? Map.of() : Map.copyOf(said);
  }

  /** What the lane said to {@code request} so far. */
  public Optional<ListsAnswer> answer(String request) {
    return answers.stream().filter(answer -> answer.request().equals(request)).findFirst();
  }

  /** After {@code event}, by which the list has {@code more} numbers, or fewer. */
  LaneLists after(NumberSuppressed event, int more) {
    String list = event.entry().list().value();
    Map<String, Long> counts = new TreeMap<>(numbers);
    if (more != 0) {
      counts.merge(list, (long) more, (n, m) -> n + m == 0 ? null : (Long) (n + m));
    }
    Map<String, Instant> times = new TreeMap<>(said);
    if (counts.containsKey(list)) {
      times.merge(list, event.entry().at(), (one, other) -> one.isAfter(other) ? one : other);
    } else {
      times.remove(list);
    }
    return new LaneLists(counts, answersAfter(event), times);
  }

  private List<ListsAnswer> answersAfter(NumberSuppressed event) {
    String request = event.entry().request();
    if (request == null) {
      return answers;
    }
    List<ListsAnswer> next = new ArrayList<>(answers);
    if (!next.isEmpty() && next.getLast().request().equals(request)) {
      // As almost always, where one request has thousands of numbers.
      next.set(next.size() - 1, next.getLast().after(event));
      return next;
    }
    ListsAnswer before = answer(request).orElse(ListsAnswer.none(request));
    next.remove(before);
    if (next.size() == MOST_ANSWERS) {
      next.removeFirst();
    }
    next.add(before.after(event));
    return next;
  }
}
