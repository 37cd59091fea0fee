package peal.ingest.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import peal.domain.Agent;
import peal.domain.CallingAgent;
import peal.domain.Flow;
import peal.domain.Workspace;
import peal.service.http.ApiError;

class AgentSnapshotTest {
  private final Samples.AgentBuilder agent = Samples.agent();
  private Optional<Flow> flow = Optional.empty();

  private CallingAgent snapshot() {
    return AgentSnapshot.of(agent.build(), flow, Samples.workspace(1));
  }

  private void refused(String reason) {
    assertThatThrownBy(this::snapshot)
        .isInstanceOfSatisfying(
            ApiError.class,
            error -> {
              assertThat(error.status()).isEqualTo(400);
              assertThat(error.body())
                  .containsEntry("error", "Invalid configuration")
                  .containsEntry("details", reason);
            });
  }

  @Test
  void anAgentWithoutNumbersUsesTheWorkspacesFirst() {
    assertThat(snapshot().fromNumber()).isEqualTo(Samples.OWN);
    assertThat(snapshot().maxCallSeconds()).isEqualTo(3_600);
  }

  @Test
  void anAgentUsesItsOwnNumberAndLongestCall() {
    agent.phoneNumberIds = List.of("gone", "n2");
    agent.maxCallDuration = 60;

    assertThat(snapshot().fromNumber()).isEqualTo(Samples.OTHER);
    assertThat(snapshot().maxCallSeconds()).isEqualTo(60);
  }

  @Test
  void anAgentWhoseNumbersAreGoneCannotCall() {
    agent.phoneNumberIds = List.of("gone");
    refused("Agent has no phone number configured");
  }

  @Test
  void aWorkspaceWithoutNumbersCannotCall() {
    Workspace bare =
        new Workspace(
            Samples.WORKSPACE, "Acme", 1, peal.domain.Limits.DEFAULT, null, null, Samples.NOW);

    assertThatThrownBy(() -> AgentSnapshot.of(agent.build(), flow, bare))
        .hasMessage("Agent has no phone number configured");
  }

  @Test
  void aTextAgentCannotCall() {
    agent.architecture = Agent.Architecture.TEXT;
    refused("Agent is a text agent and cannot call");
  }

  @Test
  void anInactiveAgentCannotCall() {
    agent.active = false;
    refused("Agent is not active");
  }

  @Test
  void anAgentWithoutAPromptCannotCall() {
    agent.prompt = " ";
    refused("Agent has no active flow or prompt");
  }

  @Test
  void itsTextsCountAsTheyAreKept() {
    agent.prompt = "ж".repeat(1_000);

    String said = snapshot().welcomeMessage();
    long welcome = said == null ? 0 : said.length();
    long without = AgentSnapshot.bytes(snapshot().withVariables(Map.of()));
    assertThat(without).isEqualTo(2_000 + welcome);
    assertThat(AgentSnapshot.bytes(snapshot().withVariables(Map.of("city", "Köln"))))
        .isEqualTo(without + 9);
  }

  @Test
  void anAgentWhoseTextsFitNoRecordIsRefused() {
    agent.prompt = "x".repeat(AgentSnapshot.LONGEST_TEXTS);
    assertThatThrownBy(this::snapshot)
        .isInstanceOf(ApiError.class)
        .hasMessageContaining("200,000 characters");
  }

  @Test
  void anAgentWithHalfASmartCallbackIsRefused() {
    agent.smartCallback = true;

    assertThatThrownBy(() -> AgentSnapshot.callbacks(agent.build()))
        .isInstanceOf(ApiError.class)
        .hasMessageContaining("gapBetweenEachAttemptForSmartCallback");

    agent.maxAttempts = 99;
    agent.gaps = List.of(new Agent.Gap(1, 0));
    assertThatThrownBy(() -> AgentSnapshot.callbacks(agent.build()))
        .isInstanceOf(ApiError.class)
        .hasMessageContaining("maxAttempts must be 1-10");
  }

  @Test
  void aFlowBringsWordsValuesAndTheLongestCall() {
    agent.prompt = null;
    agent.variableDefaults = Map.of("Day", "Friday", "place", "here");
    agent.maxCallDuration = 60;
    flow = Optional.of(Samples.flow("flow_1", Flow.Direction.OUTBOUND, true, "Remind {name}."));

    CallingAgent snapshot = snapshot();

    assertThat(snapshot.prompt()).isEqualTo("Remind {name}.");
    assertThat(snapshot.welcomeMessage()).isEqualTo("Hi {name}!");
    assertThat(snapshot.maxCallSeconds()).isEqualTo(120);
    assertThat(snapshot.variables())
        .as("the agent's own come first, its defaults last, whatever their case")
        .isEqualTo(Map.of("company", "Acme", "day", "Monday", "place", "here"));
  }

  @Test
  void onlyAnActiveOutboundFlowWithAPromptIsUsedAndTheLastChangedOfThem() {
    assertThat(
            Flow.forCalls(
                Stream.of(
                    Samples.flow("flow_1", Flow.Direction.OUTBOUND, false, "off"),
                    Samples.flow("flow_2", Flow.Direction.INBOUND, true, "in"),
                    Samples.flow("flow_3", Flow.Direction.BIDIRECTIONAL, true, "older"),
                    Samples.flow("flow_4", Flow.Direction.OUTBOUND, true, "newer"),
                    Samples.flow("flow_5", Flow.Direction.OUTBOUND, true, " ")),
                "agent_1"))
        .map(Flow::id)
        .contains("flow_4");
  }
}
