package peal.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnNameTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "phone_number",
        "Phone Number",
        "PHONE-NUMBER",
        "phoneNumber",
        "Phone_Number ",
        "\uFEFFphone\u00A0number",
        "phone\u2011number",
        "phone\u200Bnumber",
        "phone\n number"
      })
  void spellingsOfOneNameAreTheSame(String name) {
    assertThat(ColumnName.same(name, "phone_number")).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"Prénom,pre\u0301nom", "STRASSE,straße", "ΟΔΟΣ,οδος", "Имя,ИМЯ"})
  void lettersOfEveryScriptAreCompared(String one, String other) {
    assertThat(ColumnName.same(one, other)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"phone_number,phone_number_2", "name,first_name", "a.b,ab", "-,_", "prenom,prénom"})
  void otherNamesStayApart(String one, String other) {
    assertThat(ColumnName.same(one, other)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"frist_name,First Name", "citty,City", "zip,", "first,", "phone,"})
  void theNearestNameIsFoundWhereOneIsNear(String name, String nearest) {
    assertThat(ColumnName.nearest(name, List.of("City", "First Name", "Town")))
        .isEqualTo(java.util.Optional.ofNullable(nearest));
  }

  @Test
  void aNameOfMarksAloneIsItself() {
    assertThat(ColumnName.key(" -- ")).isEqualTo("--");
    assertThat(ColumnName.key(" ")).isEmpty();
  }

  /** To put marks in order takes the square of their number. */
  @Test
  void whatIsLongerThanAnyNameIsComparedAsItStands() {
    String start = "x".repeat(ColumnName.LONGEST);

    assertThat(ColumnName.key(start.substring(1) + "e\u0301"))
        .isNotEqualTo(ColumnName.key(start.substring(1) + "\u00e9"));
    assertThat(ColumnName.key(start.substring(2) + "e\u0301"))
        .isEqualTo(ColumnName.key(start.substring(2) + "\u00e9"));
    assertThat(ColumnName.key(start + " A")).isEqualTo(start + "a");
  }
}
