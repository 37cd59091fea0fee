package peal.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordingTest {
  private static final PhoneNumber NUMBER = new PhoneNumber("+447700900170");
  private static final Map<String, String> ROW =
      Map.of("First Name", "Ada", "Pre\u0301nom", "Amélie", "city", "Leeds {First Name}");

  static Stream<Arguments> filled() {
    return Stream.of(
        Arguments.of("Hi {First Name}!", "Hi Ada!"),
        Arguments.of("Hi {first_name} {firstName} {FIRST-NAME}!", "Hi Ada Ada Ada!"),
        Arguments.of("{{first_name}} {{ First Name }} { First Name }", "Ada Ada Ada"),
        Arguments.of("{{{first_name}}}", "Ada"),
        Arguments.of("{{first_name}", "{Ada"),
        Arguments.of("{\"who\": {first_name}}", "{\"who\": Ada}"),
        Arguments.of("{prénom}", "Amélie"),
        Arguments.of("{\u00A0city\u200B}", "Leeds {First Name}"),
        Arguments.of("{discount%} {Price $} {Ready?} {C++}", "5 7 yes 98"),
        Arguments.of("[{{city | upper}}] {{city: \"x\"}}", "[] "),
        Arguments.of("{phone_number}", "+447700900170"),
        Arguments.of("{city}", "Leeds {First Name}"),
        Arguments.of("{company} $1", "A$1 $1"),
        Arguments.of("{nobody}.", "."));
  }

  @ParameterizedTest
  @MethodSource("filled")
  void namesAreFilledHoweverTheyAreSpelled(String template, String text) {
    Wording wording = Wording.of(template, null);
    List<Map<String, String>> sources =
        List.of(
            ROW,
            Map.of("company", "A$1", "first_name", "not me"),
            Map.of("discount%", "5", "Price $", "7", "ready?", "yes", "C++", "98"));

    assertThat(wording.fill(Wording.values(NUMBER, sources)::get).orElseThrow().prompt())
        .isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\": 1}",
        "{}",
        "{ }",
        "{a, b}",
        "{a|b}",
        "{\n}",
        "a } b {",
        "{a: 1}",
        "{{\"a\": {\"b\": 1}}}",
        "{{[1, 2]}}",
        "{{'a'}}",
        "{{ {a: 1} }}",
        "{{}}",
        "{{ - }}",
        "{...}"
      })
  void whatIsNoNameStaysAsItIs(String text) {
    Wording wording = Wording.of(text, text);

    assertThat(wording.names()).isEmpty();
    assertThat(wording.fill(key -> "x").orElseThrow()).isEqualTo(new Wording.Filled(text, text));
  }

  static Stream<Arguments> ofOtherPlatforms() {
    return Stream.of(
        Arguments.of("{{ $json.first_name }}", "$json.first_name"),
        Arguments.of("{{.FirstName}}", ".FirstName"),
        Arguments.of("{{#if vip}}", "#if vip"),
        Arguments.of("{{/if}}", "/if"),
        Arguments.of("{{\n  first name\n}}", "first name"),
        Arguments.of(
            "{{ name | default: \"" + "x".repeat(200) + "\" }}",
            "name | default: \"" + "x".repeat(200) + "\""),
        Arguments.of("{{ t({a: 1}) }}", "t({a: 1})"),
        Arguments.of("{{1}}", "1"),
        Arguments.of("{!Contact.FirstName}", "!Contact.FirstName"),
        Arguments.of("{$name}", "$name"));
  }

  @ParameterizedTest
  @MethodSource("ofOtherPlatforms")
  void placeholdersOfOtherPlatformsAreNoText(String text, String name) {
    assertThat(Wording.of(text, null).names().values()).containsExactly(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{Name, Vorname}",
        "{Größe (°C)}",
        "{Size: EU}",
        "{first_name|there}",
        "{\nfirst name\n}",
        "{'quoted'}",
        "{How did you hear about us, and would you say so to a friend of yours who asked you for"
            + " advice one day soon?}"
      })
  void whatSomebodyKnowsIsANameWhateverItIsMadeOf(String text) {
    String key = ColumnName.key(text.substring(1, text.length() - 1));

    Wording wording = Wording.of("Say " + text + ".", null);

    assertThat(wording.names()).isEmpty();
    assertThat(wording.knowing(key::equals).fill(Map.of(key, "it")::get).orElseThrow().prompt())
        .isEqualTo("Say it.");
  }

  @Test
  void namesOfBothTextsAreListedOnceAsTheyAreFirstWritten() {
    assertThat(Wording.of("{First Name} {city}", "{first_name} {{Day}}").names())
        .containsExactly(
            Map.entry("firstname", "First Name"),
            Map.entry("city", "city"),
            Map.entry("day", "Day"));
  }

  @Test
  void theLengthIsKnownBeforeAnythingIsBuilt() {
    Wording wording = Wording.of("é{a}€{a}😀", "{b}");

    long bytes = wording.bytes(key -> PromptText.bytes(key.equals("a") ? "ß1" : "😀"));
    Wording.Filled filled = wording.fill(key -> key.equals("a") ? "ß1" : "😀").orElseThrow();

    assertThat(bytes)
        .isEqualTo(
            (filled.prompt() + filled.welcomeMessage())
                .getBytes(java.nio.charset.StandardCharsets.UTF_8)
                .length);
  }

  @Test
  void aPromptThatWouldGrowIsNotBuilt() {
    String cell = "x".repeat(20_000);
    Wording wording = Wording.of("{x}".repeat(10_000), null);

    assertThat(wording.bytes(key -> PromptText.bytes(cell))).isEqualTo(200_000_000);
    assertThat(wording.fill(key -> cell)).isEmpty();
  }

  @Test
  void aValueIsCountedOnceHoweverOftenItIsSaid() {
    Wording wording = Wording.of("{x}{Y}{X}".repeat(11_111), null);
    List<String> asked = new ArrayList<>();

    long bytes =
        wording.bytes(key -> {
          asked.add(key);
          return key.equals("x") ? 2 : 3;
        });

    assertThat(bytes).isEqualTo(7 * 11_111);
    assertThat(asked).containsExactly("x", "y");
  }

  @Test
  void exactlyTheLongestIsBuilt() {
    Wording wording = Wording.of("{x}", "y");

    assertThat(wording.fill(key -> "x".repeat(Wording.LONGEST - 1))).isPresent();
    assertThat(wording.fill(key -> "x".repeat(Wording.LONGEST))).isEmpty();
  }

  @Test
  void bracesThatNeverEndAreReadOnce() {
    String braces = "{".repeat(200_000) + "a" + "}".repeat(200_000);

    assertThat(PromptText.of(braces).names()).containsOnlyKeys("a");
    assertThat(PromptText.of("{ ".repeat(100_000)).names()).isEmpty();
    assertThat(PromptText.of("{{ ".repeat(100_000)).names()).isEmpty();
    assertThat(PromptText.of("{{ " + "{ ".repeat(100_000)).names()).isEmpty();
    assertThat(PromptText.of("{x" + " ".repeat(100_000) + ": y}").names()).isEmpty();
  }
}
