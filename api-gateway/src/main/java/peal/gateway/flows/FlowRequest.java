package peal.gateway.flows;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import peal.domain.Flow;
import peal.domain.Flow.Direction;
import peal.domain.Flow.Variable;
import peal.domain.Flow.VariableCollection;
import peal.domain.Flow.Welcome;
import peal.domain.WorkspaceId;
import peal.gateway.Refusals;
import peal.gateway.json.JsonFields;
import peal.gateway.json.Secrets;
import peal.service.http.ApiError;
import peal.topics.DomainJson;

/** Reads a flow from what a client sent: API contract, section 4. */
final class FlowRequest {
  private static final int NAME = 200;
  private static final int TEXT = 100_000;
  private static final int ITEMS = 200;
  private static final int DRAWN = 5_000;
  private static final ObjectMapper JSON = DomainJson.newMapper();
  private static final TypeReference<Map<String, Object>> ANY = new TypeReference<>() {};

  private FlowRequest() {}

  /** What a flow is before its client has said anything. */
  static Flow blank(WorkspaceId workspace, String id, Instant now) {
    return new Flow(
        id,
        workspace,
        null,
        Direction.OUTBOUND,
        null,
        null,
        "simple",
        null,
        null,
        null,
        null,
        true,
        null,
        null,
        null,
        null,
        now,
        now,
        null,
        null);
  }

  /**
   * {@code before} as {@code patch} changes it.
   *
   * @throws ApiError 400 naming the field that is missing or wrong
   */
  static Flow change(JsonFields patch, Flow before, Instant now) {
    JsonFields fields = patch.over(JSON.valueToTree(FlowView.of(before)));
    Secrets.refuse(fields, "dynamicVariableCollections");
    Optional<Welcome> welcome = fields.word("welcomeMessage", Welcome.class);
    Optional<String> custom = fields.text("customWelcomeMessage", TEXT);
    if (welcome.equals(Optional.of(Welcome.AI_CUSTOM)) && custom.isEmpty()) {
      throw Refusals.field(
          "customWelcomeMessage",
          "'customWelcomeMessage' is required where 'welcomeMessage' is ai_custom.");
    }
    return new Flow(
        before.id(),
        before.workspaceId(),
        fields.requiredText("name", NAME),
        fields.word("direction", Direction.class).orElse(Direction.OUTBOUND),
        fields.text("description", TEXT).orElse(null),
        fields.text("agent", NAME).orElse(null),
        fields.text("promptType", NAME).orElse("simple"),
        welcome.orElse(null),
        custom.orElse(null),
        fields.text("prompt", TEXT).orElse(null),
        fields.object("flowData").map(FlowRequest::drawing).orElse(null),
        fields.flag("isActive").orElse(true),
        webhook(fields).orElse(null),
        collections(fields).orElse(null),
        fields.object("settings").map(FlowRequest::any).orElse(null),
        longestCall(fields).orElse(null),
        before.createdAt(),
        now,
        before.revision(),
        null);
  }

  private static Flow.FlowData drawing(JsonFields fields) {
    return new Flow.FlowData(drawn(fields, "nodes"), drawn(fields, "edges"));
  }

  private static List<Map<String, Object>> drawn(JsonFields fields, String name) {
    return fields.objects(name, DRAWN).orElse(List.of()).stream().map(FlowRequest::any).toList();
  }

  private static Map<String, Object> any(JsonFields fields) {
    return JSON.convertValue(fields.json(), ANY);
  }

  private static Optional<String> webhook(JsonFields fields) {
    Optional<String> url = fields.text("agentWebhookUrl", 2_000);
    if (url.isPresent() && !isWebAddress(url.get())) {
      throw Refusals.field(
          "agentWebhookUrl", "'agentWebhookUrl' must begin with http:// or https:// and a host.");
    }
    return url;
  }

  private static boolean isWebAddress(String text) {
    try {
      URI uri = URI.create(text);
      return uri.getHost() != null
          && ("http".equalsIgnoreCase(uri.getScheme())
              || "https".equalsIgnoreCase(uri.getScheme()));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Optional<List<VariableCollection>> collections(JsonFields fields) {
    return fields
        .objects("dynamicVariableCollections", ITEMS)
        .map(list ->
            list.stream()
                .map(each ->
                    new VariableCollection(
                        each.text("id", NAME).orElse(null),
                        each.text("name", NAME).orElse(null),
                        each.flag("isDefault").orElse(false),
                        each.objects("variables", ITEMS).orElse(List.of()).stream()
                            .map(FlowRequest::variable)
                            .toList()))
                .toList());
  }

  private static Variable variable(JsonFields fields) {
    return new Variable(fields.requiredText("key", NAME), fields.scalar("value").orElse(""));
  }

  private static Optional<Integer> longestCall(JsonFields fields) {
    return fields
        .object("settings")
        .flatMap(settings -> settings.object("callSetting"))
        .flatMap(call -> call.integer("maxCallDuration", 1, 86_400));
  }
}
