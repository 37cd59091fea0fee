package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import peal.testkit.promises.CountsAddUp;
import peal.testkit.promises.EveryRowEndsOnce;
import peal.testkit.promises.NeverFasterThanTheLimit;
import peal.testkit.promises.NothingAcceptedIsLost;
import peal.testkit.promises.OneRingPerAttempt;

/** What docker-compose.yml would start works together. */
@Tag("thorough")
class ComposeTest {
  @Test
  @Timeout(1_200)
  void theServicesOfTheFileBringABatchToItsEnd(
      @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) {
    try (ComposeRun compose = ComposeRun.start(folder)) {
      Run run = new Run(compose.road("gateway-1"));
      Customer customer = run.customer(20, 100);

      run.accepted(customer, Numbers.ordinary(60));
      run.untilComplete();

      assertThat(compose.services()).hasSize(9);
      Judged.nothingBroken(run.evidence())
          .kept(
              List.of(
                  EveryRowEndsOnce.class,
                  OneRingPerAttempt.class,
                  NeverFasterThanTheLimit.class,
                  CountsAddUp.class,
                  NothingAcceptedIsLost.class));
      for (String service : compose.services()) {
        assertThat(logged(compose.log(service)))
            .as("log of %s", service)
            .isNotEmpty()
            .allMatch(line -> line.path("timestamp").isNumber())
            .allMatch(line -> !line.toString().matches(".*\\+1555\\d{7}.*"));
      }
      assertThat(
              Stream.of("ingest-1", "ingest-2").flatMap(name -> logged(compose.log(name)).stream()))
          .as("an ingest's line about an upload has the request's id")
          .anyMatch(line -> line.path("mdc").path("request").asText().length() > 10);
    }
  }

  /** Every line that Peal wrote; a JVM may add words of its own. */
  private static List<JsonNode> logged(Path log) {
    ObjectMapper json = new ObjectMapper();
    try (Stream<String> lines = Files.lines(log)) {
      List<JsonNode> logged = new ArrayList<>();
      for (String line : lines.filter(line -> line.startsWith("{")).toList()) {
        logged.add(json.readTree(line));
      }
      return logged;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
