package peal.endtoend;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;
import peal.broker.LoopbackPorts;

/**
 * A real Prometheus with the jobs and rules of {@code deploy/prometheus}. What is different from
 * there: it looks at given addresses instead of asking DNS for them, it looks every second, and an
 * alert fires a second after it came to hold instead of after minutes.
 */
final class RunningPrometheus implements AutoCloseable {
  private static final Path DEPLOYED = Tree.root().resolve("deploy/prometheus");

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http = HttpClient.newHttpClient();
  private final URI address = LoopbackPorts.freeAddress();
  private final Process process;

  private RunningPrometheus(Path folder, Map<String, URI> targets) {
    try {
      configure(folder, targets);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    process =
        new OperatorTool("prometheus", "prometheus")
            .start(
                folder,
                "--config.file=" + folder.resolve("prometheus.yml"),
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + address.getPort());
  }

  /** Starts it in {@code folder}, to look at {@code targets}, by job. */
  static RunningPrometheus start(Path folder, Map<String, URI> targets) {
    RunningPrometheus started = new RunningPrometheus(folder, targets);
    await().atMost(Run.PATIENCE).until(started::ready);
    return started;
  }

  private static void configure(Path folder, Map<String, URI> targets) throws IOException {
    Files.createDirectories(folder.resolve("rules"));
    Yaml yaml = new Yaml();
    Map<String, Object> settings = yaml.load(Files.readString(DEPLOYED.resolve("prometheus.yml")));
    settings.put("global", Map.of("scrape_interval", "1s", "evaluation_interval", "1s"));
    for (Object each : (List<?>) settings.get("scrape_configs")) {
      @SuppressWarnings("unchecked")
      Map<String, Object> job = (Map<String, Object>) each;
      URI target = targets.get((String) job.get("job_name"));
      job.put("static_configs", List.of(Map.of("targets", List.of(target.getAuthority()))));
    }
    Files.writeString(folder.resolve("prometheus.yml"), yaml.dump(settings));
    try (Stream<Path> rules = Files.list(DEPLOYED.resolve("rules"))) {
      for (Path file : rules.toList()) {
        Files.writeString(
            folder.resolve("rules").resolve(file.getFileName()),
            Files.readString(file).replaceAll("(?m)^( +for: ).*$", "$11s"));
      }
    }
  }

  private boolean ready() {
    try {
      return send("/-/ready").statusCode() == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /** What a query has now: a number for each series. */
  List<Double> values(String query) {
    String encoded = URLEncoder.encode(query, StandardCharsets.UTF_8);
    JsonNode answer = get("/api/v1/query?query=" + encoded);
    if (!answer.path("status").asText().equals("success")) {
      throw new AssertionError(query + ": " + answer);
    }
    List<Double> values = new ArrayList<>();
    for (JsonNode series : answer.path("data").path("result")) {
      String value = series.path("value").path(1).asText();
      values.add(value.endsWith("Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(value));
    }
    return values;
  }

  /** Names of the alerts that fire. */
  List<String> firing() {
    List<String> names = new ArrayList<>();
    for (JsonNode alert : get("/api/v1/alerts").path("data").path("alerts")) {
      if (alert.path("state").asText().equals("firing")) {
        names.add(alert.path("labels").path("alertname").asText());
      }
    }
    return names;
  }

  /** Every rule as it was loaded: those with health other than "ok" have not been evaluated. */
  List<JsonNode> rules() {
    List<JsonNode> all = new ArrayList<>();
    for (JsonNode group : get("/api/v1/rules").path("data").path("groups")) {
      group.path("rules").forEach(all::add);
    }
    return all;
  }

  private JsonNode get(String path) {
    String body = send(path).body();
    try {
      return body.startsWith("{") ? json.readTree(body) : json.missingNode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpResponse<String> send(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve(path)).timeout(Duration.ofSeconds(60)).build();
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    http.close();
  }
}
