package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** Dashboards and alerts are complete, and refer to what is there. */
class DashboardsTest {
  private static final Path DEPLOY = Tree.root().resolve("deploy");

  @Test
  void thereIsADashboardForEachSubjectAndNoIdIsTwice() {
    List<JsonNode> boards = Dashboards.all();

    assertThat(boards)
        .extracting(board -> board.path("title").asText())
        .containsExactlyInAnyOrder(
            "Peal: campaigns",
            "Peal: workers and lanes",
            "Peal: Kafka and Streams",
            "Peal: carrier");
    assertThat(boards).extracting(board -> board.path("uid").asText()).doesNotHaveDuplicates();
    for (JsonNode board : boards) {
      List<JsonNode> panels = new ArrayList<>();
      board.path("panels").forEach(panels::add);
      assertThat(panels)
          .allSatisfy(panel -> {
            assertThat(panel.path("description").asText()).isNotBlank();
            assertThat(panel.path("fieldConfig").path("defaults").path("unit").asText())
                .isNotBlank();
          })
          .extracting(panel -> panel.path("id").asInt())
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void panelsAskTheSourceThatIsProvisioned() throws IOException {
    Map<String, List<Map<String, Object>>> provisioned =
        new Yaml()
            .load(
                Files.readString(DEPLOY.resolve("grafana/provisioning/datasources/prometheus.yml"))
                    .replace("apiVersion: 1\n", ""));

    assertThat(Dashboards.queries())
        .isNotEmpty()
        .extracting(Dashboards.Query::datasource)
        .containsOnly((String) provisioned.get("datasources").getFirst().get("uid"));
  }

  @Test
  void operationsSaysOfEveryAlertWhatToDo() throws IOException {
    String operations = Files.readString(Tree.root().resolve("docs/operations.md"));

    assertThat(alerts())
        .hasSizeGreaterThan(10)
        .allMatch(alert -> operations.contains("| **" + alert + "** |"));
  }

  /** What should be 0 and is not wants somebody's look, and nobody looks at every figure. */
  @Test
  void whateverShouldBeZeroHasAnAlert() throws IOException {
    String rules = Files.readString(DEPLOY.resolve("prometheus/rules/peal.yml"));
    List<String> shouldBeZero =
        Files.readAllLines(Tree.root().resolve("docs/metrics.md")).stream()
            .filter(line -> line.endsWith("should be 0 |"))
            .map(line -> line.split("`")[1])
            .distinct()
            .toList();

    assertThat(shouldBeZero)
        .hasSizeGreaterThan(1)
        .allSatisfy(metric -> assertThat(rules).contains("(" + metric + ")"));
    for (String metric : shouldBeZero) {
      String figure = rules.substring(0, rules.indexOf("(" + metric + ")"));
      String name = figure.substring(figure.lastIndexOf("record: ") + "record: ".length());
      assertThat(rules).contains("expr: " + name.lines().findFirst().orElseThrow() + " > 0");
    }
  }

  private static List<String> alerts() throws IOException {
    return Files.readAllLines(DEPLOY.resolve("prometheus/rules/peal.yml")).stream()
        .map(String::strip)
        .filter(line -> line.startsWith("- alert: "))
        .map(line -> line.substring("- alert: ".length()))
        .toList();
  }
}
