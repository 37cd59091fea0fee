package peal.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NumberFileTest {
  @TempDir private Path folder;
  private final List<Long> lines = new ArrayList<>();
  private final List<List<String>> parts = new ArrayList<>();

  @Test
  void theFirstCellOfEachLineIsANumber() throws IOException {
    read("\uFEFFphone_number,name\n+14155550123,Ada\n\n\"+1 415 555 0124\";Ben\n");

    assertThat(parts).containsExactly(List.of("+14155550123", "+1 415 555 0124"));
    assertThat(lines).containsExactly(2L);
  }

  @Test
  void moreThanARequestTakesAreSeveral() throws IOException {
    List<String> many = IntStream.range(0, 25_000).mapToObj(i -> "+1415%07d".formatted(i)).toList();

    read("phone\n" + String.join("\n", many));

    assertThat(parts).extracting(List::size).containsExactly(10_000, 10_000, 5_000);
    assertThat(lines).containsExactly(2L, 10_002L, 20_002L);
  }

  private void read(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("numbers.csv"), text);
    NumberFile.eachPart(
        file,
        (line, part) -> {
          lines.add(line);
          parts.add(List.copyOf(part));
        });
  }
}
