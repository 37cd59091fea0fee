package peal.projector.fold;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import peal.domain.AttemptId;
import peal.domain.CallStatus;
import peal.domain.Outcome;
import peal.domain.RetryPlan;
import peal.domain.event.CallEvent.Connected;
import peal.domain.event.CallEvent.NeverHeardOf;
import peal.domain.event.CallEvent.NotDialed;
import peal.domain.event.CallEvent.Progress;
import peal.domain.event.LaneEvent;
import peal.projector.Story;

/**
 * What could happen to a batch: rows in order, decisions in order as dispatch would take them, and
 * reports of everything that was dialed.
 */
public final class RandomLife {
  final Story story = Story.of("b1", 0);
  final List<LaneEvent> commands = new ArrayList<>();
  final List<LaneEvent> rows = new ArrayList<>();
  final List<LaneEvent> decisions = new ArrayList<>();
  final List<LaneEvent> reports = new ArrayList<>();

  /** How each call must stand when all has been read; absent: no decision speaks of it. */
  final Map<Long, CallStatus> end = new TreeMap<>();

  private final Random random;
  private final Map<Long, Integer> out = new TreeMap<>();
  private final Map<Long, Integer> dials = new HashMap<>();
  private boolean stopped;
  private double now = 2;

  /** A life as {@code random} has it. */
  public RandomLife(Random random) {
    this.random = random;
    List<Long> numbers = new ArrayList<>();
    long row = random.nextInt(3);
    int calls = 2 + random.nextInt(20);
    for (int i = 0; i < calls; i++) {
      row += 1 + random.nextInt(random.nextInt(5) == 0 ? 900 : 3);
      numbers.add(row);
    }
    numbers.forEach(number -> rows.add(story.row(number)));
    begin(numbers.size());
    int steps = random.nextInt(120);
    for (int step = 0; step < steps; step++) {
      now += random.nextInt(5);
      live(numbers.get(random.nextInt(numbers.size())));
      if (!stopped && random.nextInt(80) == 0) {
        stop(numbers);
      }
    }
  }

  /** At once, or piece by piece; what was said before may be read again. */
  private void begin(int calls) {
    if (random.nextBoolean()) {
      commands.add(story.opened(calls, calls));
      commands.add(story.sealed(calls));
      return;
    }
    int known = 1 + random.nextInt(calls);
    commands.add(story.keptOpen(known));
    commands.add(story.sealed(known));
    int number = 0;
    while (known < calls) {
      known += 1 + random.nextInt(calls - known);
      commands.add(story.extended(1, ++number, known, false));
    }
    commands.add(story.extended(1, number + 1, calls, true));
    commands.add(commands.get(2 + random.nextInt(commands.size() - 2)));
  }

  private void live(long row) {
    if (end.containsKey(row)) {
      return;
    }
    if (!out.containsKey(row)) {
      if (!stopped) {
        dial(row);
      }
      return;
    }
    decide(row, out.remove(row));
  }

  private void dial(long row) {
    int attempt = dials.merge(row, 1, Integer::sum);
    out.put(row, attempt);
    AttemptId id = new AttemptId(story.call(row), attempt);
    if (random.nextInt(4) == 0) {
      reports.add(new NotDialed(id, Story.at(now), Story.at(now), "full", null));
    }
    if (random.nextInt(8) != 0) {
      reports.add(story.dialing(row, attempt, now));
    }
    if (random.nextBoolean()) {
      reports.add(new Connected(id, Story.at(now + 1)));
      reports.add(new Progress(id, Story.at(now + 2), "ringing"));
    }
  }

  private void decide(long row, int attempt) {
    Outcome outcome = Outcome.values()[random.nextInt(Outcome.values().length)];
    AttemptId id = new AttemptId(story.call(row), attempt);
    if (stopped && random.nextInt(4) == 0) {
      decisions.add(story.settled(row, attempt - 1, now, null));
      end.put(row, CallStatus.CANCELLED);
      return;
    }
    if (outcome == Outcome.UNKNOWN) {
      reports.add(new NeverHeardOf(id, Story.at(now), false));
    } else {
      Double talk = outcome.completes() ? random.nextInt(90) / 10.0 : null;
      reports.add(story.ended(row, attempt, now, outcome, talk));
    }
    if (RetryPlan.SMART_CALLBACK.contains(outcome) && !stopped && attempt < 4) {
      decisions.add(story.callback(row, attempt, now, outcome, now + 60));
    } else {
      decisions.add(story.settled(row, attempt, now, outcome));
      end.put(row, CallStatus.after(outcome));
    }
  }

  private void stop(List<Long> numbers) {
    stopped = true;
    decisions.add(story.stopped(now, out.keySet().toArray(Long[]::new)));
    numbers.stream()
        .filter(row -> !end.containsKey(row) && !out.containsKey(row))
        .forEach(row -> end.put(row, CallStatus.CANCELLED));
  }

  /** All of it in one order that could be read: reports anywhere and repeatedly. */
  public List<LaneEvent> shuffled(Random order) {
    List<LaneEvent> anywhere = new ArrayList<>(reports);
    reports.stream().filter(report -> order.nextInt(3) == 0).forEach(anywhere::add);
    Collections.shuffle(anywhere, order);
    List<Deque<LaneEvent>> inputs = new ArrayList<>();
    List.of(commands, withRepeats(order), decisions, anywhere)
        .forEach(input -> inputs.add(new ArrayDeque<>(input)));
    List<LaneEvent> events = new ArrayList<>();
    while (!inputs.isEmpty()) {
      Deque<LaneEvent> input = inputs.get(order.nextInt(inputs.size()));
      if (input.isEmpty()) {
        inputs.remove(input);
      } else {
        events.add(input.removeFirst());
      }
    }
    return events;
  }

  /** Rows with some runs written again, as a producer that repeats a request would. */
  private List<LaneEvent> withRepeats(Random order) {
    List<LaneEvent> all = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      all.add(rows.get(i));
      if (order.nextInt(6) == 0) {
        all.addAll(rows.subList(Math.max(0, i - 2), i + 1));
      }
    }
    return all;
  }
}
