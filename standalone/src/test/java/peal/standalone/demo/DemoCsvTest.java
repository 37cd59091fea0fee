package peal.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import peal.domain.PhoneNumber;

class DemoCsvTest {
  @TempDir Path folder;

  @Test
  void everyNumberIsValidAndThereOnce() {
    List<String> numbers = DemoCsv.numbers(DemoCsv.MOST_ROWS);

    assertThat(numbers).hasSize(DemoCsv.MOST_ROWS).doesNotHaveDuplicates();
    assertThat(numbers).allMatch(PhoneNumber::isValid);
  }

  @Test
  void everyNumberIsKeptFreeForFiction() {
    assertThat(DemoCsv.numbers(DemoCsv.MOST_ROWS))
        .allMatch(
            number -> number.matches("\\+1[2-9][0-9]{2}55501[0-9]{2}") || number.startsWith("+44"));
  }

  @Test
  void oneRowInAHundredHasABehaviourOfItsOwnThatEndsSoon() {
    List<String> special =
        DemoCsv.numbers(1_000).stream()
            .map(number -> number.substring(number.length() - 4))
            .filter(end -> end.startsWith("000"))
            .toList();

    assertThat(special)
        .containsExactly(
            "0001", "0002", "0003", "0005", "0007", "0008", "0001", "0002", "0003", "0005");
  }

  @Test
  void theSameRowsAreTheSameFile() throws IOException {
    Path one = folder.resolve("one.csv");
    Path two = folder.resolve("two.csv");

    DemoCsv.write(one, 250);
    DemoCsv.write(two, 250);

    assertThat(one).hasSameTextualContentAs(two);
    assertThat(Files.readAllLines(one))
        .hasSize(251)
        .startsWith("phone_number,first_name,last_name,email,plan");
  }

  @Test
  void moreRowsThanFictionalNumbersAreRefused() {
    assertThatThrownBy(() -> DemoCsv.numbers(DemoCsv.MOST_ROWS + 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rows must be 1-" + DemoCsv.MOST_ROWS);
  }
}
