package peal.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import peal.ingest.batch.Samples;
import peal.ingest.http.RunningIngest.Answer;

@Timeout(180)
class PlanRouteTest {
  private static final String PLAN = "/workspaces/acme/batches/plan";
  private static final String FILE =
      "phone_number,name\n+12125550123,Ada\nabc,Bob\n+13125550145,Cy\n+12125550123,Ada\n";

  private RunningIngest ingest;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    ingest = new RunningIngest(folder);
  }

  @AfterEach
  void nothingIsLeftAndNothingWasWritten() {
    assertThat(ingest.spooled()).isZero();
    assertThat(ingest.log.written).isEmpty();
    ingest.close();
  }

  @Test
  void aPlanSaysWhenWhoIsDialedAndWhoIsLeftOut() {
    Answer answer =
        ingest.form(
            PLAN,
            FILE,
            "agentId",
            "agent_1",
            "onInvalidRows",
            "skip",
            "callTimeWindow",
            "{\"windows\":[{\"start\":\"09:00\",\"end\":\"17:00\"}],\"timezone\":\"recipient\"}",
            "assume",
            "{\"outcomes\":{\"successful\":1},\"ringSeconds\":10,\"talkSeconds\":30}");

    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
    JsonNode plan = answer.body();
    assertThat(plan.path("complete").booleanValue()).isTrue();
    assertThat(plan.path("totalRows").intValue()).isEqualTo(4);
    assertThat(plan.path("totalCalls").intValue()).isEqualTo(2);
    assertThat(plan.path("leftOut").toString())
        .isEqualTo("{\"duplicate_number\":1,\"not_a_number\":1}");
    assertThat(plan.path("attempts").intValue()).isEqualTo(2);
    assertThat(plan.path("outcomes").toString()).isEqualTo("{\"successful\":2}");
    assertThat(texts(plan.path("rows"), "why"))
        .containsExactly("hours", "not_a_number", "hours", "duplicate_number");
    long newYork = plan.path("rows").path(0).path("firstDialAt").longValue();
    long chicago = plan.path("rows").path(2).path("firstDialAt").longValue();
    assertThat(chicago - newYork).isBetween(3_599_000L, 3_601_000L);
    assertThat(newYork).isGreaterThan(Samples.NOW.toEpochMilli());
    assertThat(plan.path("finishesAt").longValue() - chicago).isBetween(40_000L, 41_000L);
    assertThat(plan.path("zones").size()).isEqualTo(2);
    assertThat(plan.path("bottleneck").textValue()).isEqualTo("hours");
    assertThat(plan.path("message").textValue()).contains("Other work of the workspace");
    assertThat(plan.path("assumed").path("talkSeconds").doubleValue()).isEqualTo(30);
  }

  @Test
  void aPlanKnowsTheEndAndTheWorkspacesPace() {
    StringBuilder file = new StringBuilder("phone_number,name\n");
    for (int i = 0; i < 5_000; i++) {
      file.append("+1212555").append(String.format("%04d", i)).append(",Ada\n");
    }

    Answer answer =
        ingest.form(
            PLAN,
            file.toString(),
            "agentId",
            "agent_1",
            "callsPerSecond",
            "1",
            "endAt",
            Samples.NOW.plus(Duration.ofMinutes(10)).toString());

    JsonNode plan = answer.body();
    assertThat(plan.path("attempts").intValue()).isBetween(590, 602);
    assertThat(plan.path("cutOff").path("calls").intValue()).isBetween(4_395, 4_410);
    assertThat(plan.path("bottleneck").textValue()).isEqualTo("pace");
    assertThat(plan.path("rows").size()).isEqualTo(100);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no JSON",
        "[]",
        "{\"talk\":1}",
        "{\"talkSeconds\":-1}",
        "{\"talkSeconds\":86401}",
        "{\"outcomes\":{}}",
        "{\"outcomes\":{\"busy\":0}}",
        "{\"outcomes\":{\"happy\":1}}",
        "{\"outcomes\":{\"busy\":\"1\"}}"
      })
  void whatCannotBeAssumedIsRefused(String assume) {
    Answer answer = ingest.form(PLAN, FILE, "agentId", "agent_1", "assume", assume);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("field").textValue()).startsWith("assume");
    assertThat(answer.body().path("message").textValue()).startsWith("assume");
    assertThat(answer.body().path("code").textValue()).isEqualTo("INVALID_ASSUME");
  }

  @Test
  void aPlanIsRefusedAsAStartIs() {
    Answer invalid = ingest.form(PLAN, FILE, "agentId", "agent_1", "onInvalidRows", "reject");
    Answer fast = ingest.form(PLAN, FILE, "agentId", "agent_1", "callsPerSecond", "9999");
    Answer nobody = ingest.form(PLAN, FILE, "agentId", "agent_2");

    assertThat(invalid.status()).isEqualTo(400);
    assertThat(invalid.body().path("errors").size()).isPositive();
    assertThat(fast.body().path("field").textValue()).isEqualTo("callsPerSecond");
    assertThat(nobody.status()).isEqualTo(404);
  }

  @Test
  void aStartKnowsNothingOfAssumptions() {
    Answer answer =
        ingest.form("/workspaces/acme/batches", FILE, "agentId", "agent_1", "assume", "{}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("field").textValue()).isEqualTo("assume");
  }

  private static List<String> texts(JsonNode all, String field) {
    List<String> texts = new ArrayList<>();
    all.forEach(one -> texts.add(one.path(field).textValue()));
    return texts;
  }
}
