package peal.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The dashboards of {@code deploy/grafana}. */
final class Dashboards {
  private static final Path FOLDER = Tree.root().resolve("deploy/grafana/dashboards");

  private Dashboards() {}

  /**
   * A query of a panel.
   *
   * @param place dashboard and panel, for people
   * @param query what it asks Prometheus
   * @param datasource uid of the source that it asks
   */
  record Query(String place, String query, String datasource) {}

  /** Every dashboard. */
  static List<JsonNode> all() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      ObjectMapper json = new ObjectMapper();
      List<JsonNode> boards = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        boards.add(json.readTree(file.toFile()));
      }
      return boards;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every query of every panel. */
  static List<Query> queries() {
    List<Query> queries = new ArrayList<>();
    for (JsonNode board : all()) {
      for (JsonNode panel : board.path("panels")) {
        for (JsonNode target : panel.path("targets")) {
          queries.add(
              new Query(
                  board.path("title").asText() + ", " + panel.path("title").asText(),
                  target.path("expr").asText(),
                  panel.path("datasource").path("uid").asText()));
        }
      }
    }
    return queries;
  }
}
