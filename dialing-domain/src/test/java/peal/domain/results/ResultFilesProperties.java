package peal.domain.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import peal.domain.ColumnName;

class ResultFilesProperties {
  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars("'=+-@;\t\r\n \u00a0\ufeff\uff1d1.,a").ofMaxLength(10);
  }

  @Provide
  Arbitrary<Set<String>> names() {
    return Arbitraries.of(
            "status",
            "Status",
            "file_status",
            "file status",
            "file_file_status",
            "FILE-row",
            "row",
            "other_variables",
            "file_",
            "file_x",
            "Ada")
        .set()
        .ofMaxSize(6);
  }

  @Property(tries = 5_000)
  void theGuardAgainstFormulasComesOffAgain(@ForAll @From("texts") String text) {
    assertThat(SpreadsheetText.original(SpreadsheetText.of(text))).isEqualTo(text);
  }

  @Property(tries = 5_000)
  void whatIsGuardedBeginsNoFormula(@ForAll @From("texts") String text) {
    String cell = SpreadsheetText.of(text);

    for (String part : cell.split("[;\t\r\n]", -1)) {
      String start = part.replaceFirst("^[\\s\\u00a0\\ufeff]*", "");
      boolean number = cell.matches("[+-]?\\d+(?:[.,]\\d+)?");
      assertThat(!number && !start.isEmpty() && "=+-@\uff1d".indexOf(start.charAt(0)) >= 0)
          .isFalse();
    }
  }

  @Property
  void aTitleStandsForOneName(@ForAll @From("names") Set<String> names) {
    List<String> titles = names.stream().map(ResultTitles::of).toList();

    assertThat(titles.stream().map(ResultTitles::name).collect(Collectors.toSet()))
        .isEqualTo(names);
    assertThat(titles).noneMatch(ResultTitles::isOwn);
    assertThat(titles.stream().map(ColumnName::key).distinct().count())
        .isEqualTo(names.stream().map(ColumnName::key).distinct().count());
  }
}
