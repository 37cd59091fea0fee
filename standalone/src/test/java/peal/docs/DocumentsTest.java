package peal.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import peal.topics.Topic;
import peal.topics.Topics;

/** What the documents name exists. */
class DocumentsTest {
  private static final Repository REPOSITORY = Repository.here();
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(?:#[^)]*)?\\)");
  private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
  private static final Pattern FENCE = Pattern.compile("(?s)```.*?```");

  /** Words with a capital inside, and perhaps a member. */
  private static final Pattern TYPE_NAME =
      Pattern.compile("([A-Z][a-z0-9]+(?:[A-Z][A-Za-z0-9]*)+)(?:[.#]\\w+(?:\\(\\))?)?");

  /** Kafka's types, which the tree uses and does not declare. */
  private static final Set<String> FOREIGN = Set.of("TimestampExtractor");

  private static final Set<String> GUIDES = Set.of("ARCHITECTURE.md", "CONTRIBUTING.md");

  static List<Path> documents() {
    return REPOSITORY.documents();
  }

  static Stream<Path> guides() {
    return documents().stream()
        .filter(file -> GUIDES.contains(file.toString()) || file.startsWith("docs"));
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyLinkLeadsToAFileOfTheTree(Path document) {
    Path folder = REPOSITORY.root().resolve(document).getParent();

    List<String> broken =
        links(document)
            .filter(link -> !link.matches("[a-z]+:.*"))
            .filter(link -> !Files.exists(folder.resolve(link)))
            .toList();

    assertThat(broken).as("links of %s that lead nowhere", document).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("guides")
  void everyTypeThatAGuideNamesExists(Path document) {
    Set<String> types = REPOSITORY.types();

    Set<String> unknown = new TreeSet<>();
    for (String code : codes(document)) {
      TYPE_NAME
          .matcher(code)
          .results()
          .filter(found -> found.group().equals(code))
          .map(found -> found.group(1))
          .filter(name -> !types.contains(name) && !FOREIGN.contains(name))
          .forEach(unknown::add);
    }

    assertThat(unknown).as("types that %s names", document).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyPathInCodeMarksExists(Path document) {
    Path folder = REPOSITORY.root().resolve(document).getParent();

    List<String> broken =
        codes(document).stream()
            .filter(code -> code.matches("[\\w.-]+(/[\\w.-]+)*/?[\\w-]+\\.(md|yml|xml|java|json)"))
            .filter(path -> path.contains("/") || path.matches(".*\\.(md|yml|xml)"))
            .filter(path -> !Files.exists(folder.resolve(path)))
            .filter(path -> !Files.exists(REPOSITORY.root().resolve(path)))
            .filter(path -> !Files.exists(folder.resolve("src/main/resources").resolve(path)))
            .toList();

    assertThat(broken).as("paths that %s names", document).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void noDocumentNamesAFolderOfOneMachine(Path document) {
    assertThat(REPOSITORY.read(document)).doesNotContainPattern("(?<![\\w.])/(home|work|Users)/");
  }

  @Test
  void theTableOfTopicsIsTheCatalogue() {
    String architecture = REPOSITORY.read(Path.of("ARCHITECTURE.md"));

    List<String> listed =
        Tables.rowsBelow("## Topics", architecture).stream()
            .map(row -> Tables.code(row.getFirst()) + " " + row.getLast())
            .toList();

    assertThat(listed)
        .containsExactlyInAnyOrderElementsOf(
            new Topics(1).all().stream().map(topic -> topic.name() + " " + kept(topic)).toList());
  }

  /** Whoever follows the page must not find out at the first dial what was left out. */
  @Test
  void theExampleOfAccessControlAllowsEveryTopicGroupAndTransaction() {
    String page = REPOSITORY.read(Path.of("docs/how-to/run-on-your-kafka.md"));
    Matcher loop = Pattern.compile("for topic in ([^;]+);").matcher(page);

    assertThat(loop.find()).isTrue();
    assertThat(List.of(loop.group(1).split(" ")))
        .containsExactlyInAnyOrderElementsOf(
            new Topics(1).all().stream().map(Topic::name).toList());
    assertThat(page)
        .contains("KAFKA_SECURITY_PROTOCOL=SASL_SSL", "KAFKA_SASL_JAAS_CONFIG=")
        .contains("for prefix in peal-dispatch peal-status-projector;")
        .contains("--group peal- ", "--transactional-id peal- ");
  }

  @Test
  void everyDecisionIsInTheIndex() {
    String index = REPOSITORY.read(Path.of("docs/adr/README.md"));

    List<String> decisions =
        documents().stream()
            .filter(file -> file.startsWith("docs/adr"))
            .map(file -> file.getFileName().toString())
            .filter(name -> name.matches("\\d{4}-.*"))
            .toList();

    assertThat(decisions).isNotEmpty().allSatisfy(name -> assertThat(index).contains(name));
  }

  private static String kept(Topic<?, ?> topic) {
    String retention = topic.settings().get("retention.ms");
    if (retention == null) {
      return "compacted";
    }
    long days = Long.parseLong(retention) / 86_400_000;
    return days == 1 ? "1 day" : days + " days";
  }

  private static Stream<String> links(Path document) {
    return LINK.matcher(prose(document)).results().map(found -> found.group(1));
  }

  private static List<String> codes(Path document) {
    List<String> codes = new ArrayList<>();
    for (MatchResult found : CODE.matcher(prose(document)).results().toList()) {
      codes.add(found.group(1));
    }
    return codes;
  }

  private static String prose(Path document) {
    return FENCE.matcher(REPOSITORY.read(document)).replaceAll("");
  }
}
