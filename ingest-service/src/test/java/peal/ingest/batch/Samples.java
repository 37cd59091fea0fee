package peal.ingest.batch;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import peal.domain.Agent;
import peal.domain.BatchPlan;
import peal.domain.Flow;
import peal.domain.Limits;
import peal.domain.PhoneNumber;
import peal.domain.Workspace;
import peal.domain.WorkspaceId;
import peal.ingest.csv.ColumnChoice;
import peal.ingest.csv.CsvFile;
import peal.ingest.csv.CsvRules.OnDuplicates;
import peal.ingest.csv.CsvText;
import peal.ingest.csv.RowFile;

/** A workspace, an agent and a form that can start a batch. */
public final class Samples {
  public static final Instant NOW = Instant.parse("2030-01-31T09:00:00Z");
  public static final WorkspaceId WORKSPACE = new WorkspaceId("acme");
  public static final PhoneNumber OWN = new PhoneNumber("+12125550100");
  public static final PhoneNumber OTHER = new PhoneNumber("+12125550101");

  private Samples() {}

  public static Workspace workspace(int lanes) {
    return new Workspace(
        WORKSPACE,
        "Acme",
        lanes,
        Limits.DEFAULT,
        List.of(),
        List.of(new Workspace.OwnNumber("n1", OWN), new Workspace.OwnNumber("n2", OTHER)),
        NOW);
  }

  public static AgentBuilder agent() {
    return new AgentBuilder();
  }

  /** A flow of {@code agent_1}. */
  public static Flow flow(String id, Flow.Direction direction, boolean active, String prompt) {
    return new Flow(
        id,
        WORKSPACE,
        "Flow",
        direction,
        null,
        "agent_1",
        "simple",
        Flow.Welcome.AI_CUSTOM,
        "Hi {name}!",
        prompt,
        null,
        active,
        null,
        List.of(
            new Flow.VariableCollection(
                "c1",
                "Usual",
                true,
                List.of(new Flow.Variable("COMPANY", "no"), new Flow.Variable("day", "Monday"))),
            new Flow.VariableCollection(
                "c2", "Other", false, List.of(new Flow.Variable("other", "x")))),
        null,
        120,
        NOW,
        NOW,
        1L,
        null);
  }

  /** Of which nobody said anything. */
  public static final BatchPlan PLAN =
      new BatchPlan(5, null, null, null, NOW.plus(Duration.ofDays(90)), null);

  public static StartForm form() {
    return new StartForm(
        "agent_1",
        Optional.empty(),
        Samples.PLAN,
        Optional.empty(),
        false,
        OnDuplicates.SKIP,
        Optional.empty(),
        false,
        Optional.empty());
  }

  public static RowFile csv(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return CsvFile.of(CsvText.of(() -> new ByteArrayInputStream(bytes)), ColumnChoice.NONE);
  }

  /** Rows with {@code count} different numbers. */
  public static String rows(int count) {
    StringBuilder text = new StringBuilder("phone_number,first_name\n");
    for (int i = 0; i < count; i++) {
      text.append('+').append(12_125_550_000L + i).append(",Ada").append(i).append('\n');
    }
    return text.toString();
  }

  /** An agent that can call, unless it is changed. */
  public static final class AgentBuilder {
    public Agent.Architecture architecture = Agent.Architecture.PIPELINE;
    public String model = "gpt-4o-mini";
    public Agent.TtsModel voice = new Agent.TtsModel("acme", "v1", "en", null);
    public String prompt = "You call {first_name} about {topic}.";
    public Boolean smartCallback;
    public Integer maxAttempts;
    public List<Agent.Gap> gaps;
    public List<String> phoneNumberIds;
    public Map<String, String> variableDefaults = Map.of("first_name", "you", "topic", "bells");
    public Integer maxCallDuration;
    public boolean active = true;

    public Agent build() {
      return new Agent(
          "agent_1",
          WORKSPACE,
          "Bell",
          architecture,
          model,
          voice,
          null,
          prompt,
          "Hello {first_name}",
          smartCallback,
          maxAttempts,
          gaps,
          phoneNumberIds,
          Map.of("company", "Acme"),
          maxCallDuration,
          active,
          NOW,
          NOW,
          null,
          null,
          null,
          variableDefaults);
    }
  }
}
