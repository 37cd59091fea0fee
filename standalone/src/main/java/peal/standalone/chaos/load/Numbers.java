package peal.standalone.chaos.load;

import java.util.ArrayList;
import java.util.List;
import peal.standalone.chaos.plan.PlannedUpload;
import peal.standalone.demo.DemoCsv;

/**
 * The run's numbers, nobody's and all different. To the demo's this adds those whose calls take
 * Peal's own effort to end: one whose end is never told, and one who never hangs up.
 */
final class Numbers {
  private static final int EVERY = 25;

  /** Ends untold, endless, busy at first; see the simulator's README. */
  private static final List<String> HARD = List.of("006", "009", "004");

  private final List<String> all;

  Numbers(int rows) {
    List<String> numbers = new ArrayList<>(DemoCsv.numbers(rows));
    List<String> hard = HARD.stream().flatMap(end -> DemoCsv.ending(end).stream()).toList();
    for (int i = 0; i < hard.size() && i * EVERY < rows; i++) {
      // In turn one of each sort.
      int pick = i % HARD.size() * (hard.size() / HARD.size()) + i / HARD.size();
      numbers.set(i * EVERY, hard.get(pick));
    }
    this.all = List.copyOf(numbers);
  }

  /** Those of a file. */
  List<String> of(PlannedUpload upload) {
    return upload.surelyRings()
        ? DemoCsv.ringing(upload.rows())
        : all.subList(upload.firstRow(), upload.firstRow() + upload.rows());
  }
}
