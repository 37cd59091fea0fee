package peal.standalone.display;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void valuesOfAllGroupsStandInOneColumn() {
    Table table =
        new Table()
            .heading("Calls")
            .row("answered", "1,234")
            .row("no answer", 7)
            .heading("Rings")
            .row("gap", "");

    assertThat(table.toString())
        .isEqualTo(
            """
            Calls
              answered    1,234
              no answer   7

            Rings
              gap         -
            """);
  }
}
