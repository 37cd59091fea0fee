package peal.gateway.flows;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import peal.domain.Flow;
import peal.gateway.json.Times;

/** A flow as clients see it. */
record FlowView(
    @JsonProperty("_id") String id,
    String workspaceId,
    String name,
    String direction,
    String description,
    String agent,
    String promptType,
    String welcomeMessage,
    String customWelcomeMessage,
    String prompt,
    Flow.FlowData flowData,
    @JsonProperty("isActive") boolean active,
    String agentWebhookUrl,
    List<Flow.VariableCollection> dynamicVariableCollections,
    Map<String, Object> settings,
    String createdAt,
    String updatedAt) {
  static FlowView of(Flow flow) {
    return new FlowView(
        flow.id(),
        flow.workspaceId().value(),
        flow.name(),
        word(flow.direction()),
        flow.description(),
        flow.agent(),
        flow.promptType(),
        word(flow.welcomeMessage()),
        flow.customWelcomeMessage(),
        flow.prompt(),
        flow.flowData(),
        flow.isActive(),
        flow.agentWebhookUrl(),
        flow.dynamicVariableCollections(),
        flow.settings(),
        Times.iso(flow.createdAt()),
        Times.iso(flow.updatedAt()));
  }

  private static String word(Enum<?> value) {
    return value == null ? null : value.name().toLowerCase(Locale.ROOT);
  }
}
