package peal.standalone.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadFileTest {
  @TempDir Path folder;

  @Test
  void eachRowHasItsOwnNumberAndNoneThatTheSimulatorTreatsDifferently() throws Exception {
    // when
    Path file = folder.resolve("calls.csv");
    LoadFile.write(file, 20_000);

    // then
    List<String> rows = Files.readAllLines(file);
    assertThat(rows).hasSize(20_001).doesNotHaveDuplicates();
    assertThat(rows.stream().skip(1)).allMatch(row -> row.matches("\\+1555\\d{7},Ada"));
    assertThat(rows).noneMatch(row -> row.matches("\\+\\d{7}0\\d{3},.*"));
  }
}
