package peal.endtoend;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Phone numbers of the area code 555, which is nobody's. The last four digits choose the simulated
 * person: those of ordinary ones begin at 1000.
 */
final class Numbers {
  private static final int ORDINARY_PER_PREFIX = 9_000;

  private Numbers() {}

  /** Different numbers of ordinary people, the same ones each time; at most 8,000,000. */
  static List<String> ordinary(int count) {
    return IntStream.range(0, count).mapToObj(Numbers::ordinaryAt).toList();
  }

  private static String ordinaryAt(int index) {
    int prefix = 100 + index / ORDINARY_PER_PREFIX;
    return "+1555%03d%04d".formatted(prefix, 1_000 + index % ORDINARY_PER_PREFIX);
  }

  /** A number with the fixed behaviour {@code lastDigits}, such as {@code 0001}. */
  static String fixed(String lastDigits) {
    return "+1555099" + lastDigits;
  }

  /** Ordinary numbers with those of a fixed behaviour among them, every third place. */
  static List<String> mixed(int count, List<String> lastDigits) {
    List<String> numbers = new ArrayList<>(ordinary(count - lastDigits.size()));
    for (int i = 0; i < lastDigits.size(); i++) {
      numbers.add(3 * i + 2, fixed(lastDigits.get(i)));
    }
    return numbers;
  }
}
