package peal.domain;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A conversation as the {@code flows} topic carries it. An active outbound flow brings its agent
 * prompt, welcome message and values for placeholders. Fields that a client left out are null.
 *
 * @param id {@code flow_…}
 * @param workspaceId its owner
 * @param name display name
 * @param direction which calls it is for
 * @param description for people
 * @param agent id of the agent that it is attached to
 * @param promptType how the prompt is written
 * @param welcomeMessage who says the first word
 * @param customWelcomeMessage the first words, for {@link Welcome#AI_CUSTOM}
 * @param prompt what the agent is told
 * @param flowData a drawing of the conversation, kept as it came
 * @param isActive whether it is used
 * @param agentWebhookUrl kept as it came
 * @param dynamicVariableCollections values for placeholders
 * @param settings kept as it came
 * @param maxCallDuration longest call, s, as the settings say
 * @param createdAt when it was created
 * @param updatedAt when it was last changed
 * @param revision number of its last change
 * @param gone true once it is deleted; what else is left then means nothing
 */
public record Flow(
    String id,
    WorkspaceId workspaceId,
    String name,
    Direction direction,
    String description,
    String agent,
    String promptType,
    Welcome welcomeMessage,
    String customWelcomeMessage,
    String prompt,
    FlowData flowData,
    boolean isActive,
    String agentWebhookUrl,
    List<VariableCollection> dynamicVariableCollections,
    Map<String, Object> settings,
    Integer maxCallDuration,
    Instant createdAt,
    Instant updatedAt,
    Long revision,
    Boolean gone)
    implements Owned<Flow> {
  /** Which calls a flow is for. */
  public enum Direction {
    /** Calls that Peal makes. */
    OUTBOUND,
    /** Calls both ways. */
    BIDIRECTIONAL,
    /** Calls that come in; Peal makes none by it. */
    INBOUND
  }

  /** Who says the first word. */
  public enum Welcome {
    /** The person called. */
    USER_INITIATED,
    /** The agent, in its own words. */
    AI_DYNAMIC,
    /** The agent, in the flow's words. */
    AI_CUSTOM
  }

  /** A drawing: nodes and edges as a client's editor makes them. */
  public record FlowData(List<Map<String, Object>> nodes, List<Map<String, Object>> edges) {}

  /** Values for placeholders; the default collection is the one that calls use. */
  public record VariableCollection(
      String id, String name, boolean isDefault, List<Variable> variables) {}

  /** A placeholder's value. */
  public record Variable(String key, String value) {}

  /** The flow that {@code agentId} calls by: of those that it could, the one changed last. */
  public static Optional<Flow> forCalls(Stream<Flow> flows, String agentId) {
    return flows
        .filter(flow -> agentId.equals(flow.agent) && flow.canCall())
        .max(Comparator.comparing(Flow::updatedAt).thenComparing(Flow::id));
  }

  private boolean canCall() {
    return isActive && direction != Direction.INBOUND && prompt != null && !prompt.isBlank();
  }

  @Override
  public Flow withRevision(long number) {
    return new Flow(
        id,
        workspaceId,
        name,
        direction,
        description,
        agent,
        promptType,
        welcomeMessage,
        customWelcomeMessage,
        prompt,
        flowData,
        isActive,
        agentWebhookUrl,
        dynamicVariableCollections,
        settings,
        maxCallDuration,
        createdAt,
        updatedAt,
        number,
        gone);
  }

  @Override
  public Flow deleted(Instant at) {
    return new Flow(
        id,
        workspaceId,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        false,
        null,
        null,
        null,
        null,
        createdAt,
        at,
        revision,
        true);
  }
}
