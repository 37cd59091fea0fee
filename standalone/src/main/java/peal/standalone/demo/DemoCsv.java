package peal.standalone.demo;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * The demo's file: the same for the same number of rows, every number different, and nobody's.
 *
 * <p>The numbers lie in ranges that regulators keep free for fiction: Ofcom's "telephone numbers
 * for drama" (a thousand in each of several areas), then North America's 555-0100 to 555-0199 (a
 * hundred in each area code). In the first, one row in a hundred has a number to which the carrier
 * simulator gives a behaviour of its own; only ones that end soon.
 */
public final class DemoCsv {
  /** As many fictional numbers as there are. */
  public static final int MOST_ROWS = 60_000;

  /** Ofcom's ranges for drama, each with three digits to fill in. */
  private static final List<String> DRAMA =
      List.of(
          "+441134960",
          "+441144960",
          "+441154960",
          "+441164960",
          "+441174960",
          "+441184960",
          "+441214960",
          "+441314960",
          "+441414960",
          "+441514960",
          "+441614960",
          "+442079460",
          "+441914980",
          "+442920180",
          "+441632960",
          "+447700900",
          "+443069990");

  /** Busy, no answer, rejected, answer lost, voicemail, reluctant; see the simulator's README. */
  private static final List<String> SPECIAL = List.of("001", "002", "003", "005", "007", "008");

  private static final int FIRST_ORDINARY = 10;

  private static final List<String> FIRST_NAMES =
      List.of("Ada", "Bela", "Carmen", "Dmitri", "Esi", "Farid", "Grace", "Hiro", "Ines", "Jon");
  private static final List<String> LAST_NAMES =
      List.of("Abel", "Brandt", "Costa", "Dube", "Eriksen", "Fofana", "Garcia", "Horvat", "Ito");
  private static final List<String> PLANS = List.of("basic", "family", "business");

  private DemoCsv() {}

  /**
   * Writes a file of {@code rows} rows.
   *
   * @throws IllegalArgumentException when there are not so many fictional numbers
   */
  public static void write(Path file, int rows) throws IOException {
    List<String> numbers = numbers(rows);
    Random random = new Random(7);
    try (Writer out = Files.newBufferedWriter(file)) {
      out.write("phone_number,first_name,last_name,email,plan\n");
      for (int row = 1; row <= rows; row++) {
        String first = FIRST_NAMES.get(random.nextInt(FIRST_NAMES.size()));
        String last = LAST_NAMES.get(random.nextInt(LAST_NAMES.size()));
        String plan = PLANS.get(random.nextInt(PLANS.size()));
        out.write(
            "%s,%s,%s,row-%d@example.com,%s\n"
                .formatted(numbers.get(row - 1), first, last, row, plan));
      }
    }
  }

  /** {@code count} different fictional numbers in E.164, every hundredth with a fixed behaviour. */
  public static List<String> numbers(int count) {
    if (count < 1 || count > MOST_ROWS) {
      throw new IllegalArgumentException("rows must be 1-" + MOST_ROWS);
    }
    List<String> ordinary = ordinary(count);
    List<String> numbers = new ArrayList<>(count);
    int special = 0;
    for (int row = 0, next = 0; row < count; row++) {
      boolean fixed = row % 100 == 50 && special < SPECIAL.size() * DRAMA.size();
      numbers.add(fixed ? special(special++) : ordinary.get(next++));
    }
    return numbers;
  }

  /**
   * {@code count} different numbers that ring for certain: busy, no answer, rejected, voicemail.
   */
  public static List<String> ringing(int count) {
    return DRAMA.reversed().stream()
        .flatMap(range -> Stream.of("001", "002", "003", "007").map(range::concat))
        .limit(count)
        .toList();
  }

  /** All fictional numbers that end in three digits, such as {@code 009}: nobody hangs up. */
  public static List<String> ending(String digits) {
    return DRAMA.stream().map(range -> range.concat(digits)).toList();
  }

  private static String special(int index) {
    return DRAMA.get(index / SPECIAL.size()) + SPECIAL.get(index % SPECIAL.size());
  }

  private static List<String> ordinary(int count) {
    List<String> ordinary = new ArrayList<>(count);
    for (String range : DRAMA) {
      for (int end = FIRST_ORDINARY; end < 1_000 && ordinary.size() < count; end++) {
        ordinary.add("%s%03d".formatted(range, end));
      }
    }
    for (int area = 200; area < 1_000 && ordinary.size() < count; area++) {
      if (area % 100 != 11) { // 211, 311, ... are service codes
        for (int end = 100; end < 200 && ordinary.size() < count; end++) {
          ordinary.add("+1%d5550%d".formatted(area, end));
        }
      }
    }
    return ordinary;
  }
}
