package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import peal.standalone.engine.DataFolder;
import peal.standalone.engine.Secrets;
import peal.testkit.api.Answer;
import peal.testkit.api.PealClient;

/**
 * What people told Peal in confidence stands in no log of any service, at the most talkative level,
 * after good requests and bad ones.
 */
@Timeout(1_200)
@Tag("thorough")
class QuietLogsTest {
  /** What whoever starts it is shown on the terminal, once, to begin with. */
  private static final String SHOWN_ON_PURPOSE = "(?m)^Peal is ready: .*$";

  private static final String NAME = "Zephyrine";
  private static final String MAIL = "zephyrine@quillfeather.example";
  private static final String PROMPT = "Whisper the marzipan password to {first_name}.";
  private static final String CUSTOM = "gooseberry-diagnosis";
  private static final String KEY = "an-idempotency-key-of-zephyrine";
  private static final String WRONG_KEY = "peal_a-wrong-key-of-somebody";

  @Test
  void noLogHasANumberANameAPromptOrAKey(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder)
      throws Exception {
    Path data = folder.resolve("data");
    List<String> numbers = Numbers.mixed(40, List.of("0001", "0002", "0003", "0004"));
    List<String> secrets;
    try (WholeTree tree =
        new WholeTree(
            data,
            Map.of("PEAL_LOG_LEVEL", "DEBUG"),
            "--carrier",
            "fast",
            "--calls-per-second",
            "100")) {
      tree.start();
      Customer demo = tree.demo(100, 100);
      PealClient client = demo.client();
      Secrets kept = Secrets.read(DataFolder.secretsFile(data)).orElseThrow();
      String agent = client.createAgent(agent()).ok().path("_id").asText();

      Answer upload = client.upload(csv(numbers), Map.of("agentId", agent, "name", NAME), KEY);
      client.preview(csv(numbers), Map.of("agentId", agent));
      client.validate(csv(List.of("12", "+1555")), Map.of());
      client.upload("phone_number\n12\n".getBytes(StandardCharsets.UTF_8), Map.of("agentId", NAME));
      oddRequests(tree.road().gateway().toString(), kept);
      String batch = upload.ok().path("batchId").asText();
      await()
          .atMost(Run.PATIENCE)
          .until(() -> client.progress(batch).ok().path("isComplete").asBoolean());
      client.allCalls(batch);

      secrets =
          List.of(kept.apiKey(), kept.adminToken(), kept.carrierSecret(), kept.internalToken());
    }

    List<String> forbidden = new ArrayList<>(secrets);
    numbers.forEach(number -> forbidden.add(number.substring(1)));
    forbidden.addAll(
        List.of(NAME, MAIL, CUSTOM, "marzipan", KEY, WRONG_KEY, "15550991234", "sk-live"));
    Map<Path, String> logs = logs(folder);
    assertThat(logs.keySet())
        .extracting(path -> path.getFileName().toString())
        .contains("peal.log", "simulator.log", "up.log");
    assertThat(logs.get(data.resolve("logs").resolve("peal.log")))
        .as("the run is in it")
        .contains("DEBUG", "a single call", "40 calls");
    logs.forEach((path, log) ->
        assertThat(log).as(path.toString()).doesNotContain(forbidden.toArray(String[]::new)));
    logs.forEach((path, log) ->
        assertThat(log.lines().filter(line -> line.startsWith("\tat peal.")))
            .as("traces in " + path)
            .isEmpty());
  }

  private static Map<String, ?> agent() {
    return Map.of(
        "name",
        "Bell",
        "ttsModel",
        Map.of("provider", "elevenlabs", "voiceId", "v", "language", "en"),
        "phoneNumberIds",
        List.of("demo-number"),
        "systemPrompt",
        PROMPT);
  }

  private static byte[] csv(List<String> numbers) {
    StringBuilder csv = new StringBuilder("phone_number,first_name,email,custom\n");
    numbers.forEach(
        number -> csv.append(String.join(",", number, NAME, MAIL, CUSTOM)).append('\n'));
    return csv.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * A call of its own, and requests that carry what must not be logged to where nobody takes it.
   */
  private static void oddRequests(String gateway, Secrets secrets) throws Exception {
    String order =
        "{\"agentId\":\"%s\",\"toNumber\":\"+15550991234\",\"dynamic_variables\":{\"a\":\"%s\"}}"
            .formatted(secrets.agent().orElseThrow(), CUSTOM);
    try (HttpClient http = HttpClient.newHttpClient()) {
      for (String[] each :
          new String[][] {
            {"POST", "/api/v1/calls/call", order, secrets.apiKey()},
            {"POST", "/api/v1/calls/call", order.replace("+1555", "1555"), secrets.apiKey()},
            {"POST", "/api/v1/calls/call", order + "}", secrets.apiKey()},
            {"POST", "/api/v1/calls/call", order, WRONG_KEY},
            {"POST", "/api/v1/agents", "{\"elevenLabsApiKey\":\"sk-live\"}", secrets.apiKey()},
            {"GET", "/api/v1/agents/" + NAME, "", secrets.apiKey()},
            {"GET", "/v1/api/batch-calls/+15550991234?status=" + NAME, "", secrets.apiKey()},
            {"GET", "/admin/workspaces", "", secrets.apiKey()},
          }) {
        HttpRequest request =
            HttpRequest.newBuilder(URI.create(gateway + each[1]))
                .timeout(Duration.ofSeconds(120))
                .header("x-api-key", each[3])
                .header("x-workspace-id", secrets.workspace())
                .header("Authorization", "Bearer " + WRONG_KEY)
                .header("Content-Type", "application/json")
                .method(each[0], BodyPublishers.ofString(each[2]))
                .build();
        int status = http.send(request, BodyHandlers.ofString()).statusCode();
        // A busy machine may have no room for one of them.
        assertThat(status).as(each[1]).matches(it -> it < 500 || it == 503);
      }
    }
  }

  private static Map<Path, String> logs(Path folder) throws IOException {
    Map<Path, String> logs = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .filter(path -> path.getFileName().toString().matches("[a-z-]+\\.log(\\.\\d+)?"))
          .filter(Files::isRegularFile)
          .forEach(path -> logs.put(path, read(path).replaceAll(SHOWN_ON_PURPOSE, "")));
    }
    return logs;
  }

  private static String read(Path path) {
    try {
      return new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
