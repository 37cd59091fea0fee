package peal.gateway.webhooks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import peal.domain.BatchId;
import peal.domain.EventType;
import peal.domain.Webhook;
import peal.domain.WorkspaceId;
import peal.gateway.Refusals;
import peal.gateway.json.JsonFields;
import peal.topics.DomainJson;

/** Reads a webhook from what a client sent. */
final class WebhookRequest {
  private static final int URL = 2_000;
  private static final int TEXT = 200;
  private static final Set<String> FIELDS =
      Set.of("url", "events", "batchId", "description", "active");
  private static final ObjectMapper JSON = DomainJson.newMapper();

  private WebhookRequest() {}

  /** What one is before its client has said anything. */
  static Webhook blank(WorkspaceId workspace, String id, Instant now) {
    return new Webhook(
        id, workspace, null, List.of(), null, null, true, 1, now, now, 1, 0, now, now, null, null);
  }

  /**
   * {@code before} as {@code patch} changes it.
   *
   * @throws peal.service.http.ApiError 400 naming the field that is missing or wrong
   */
  static Webhook change(JsonFields patch, Webhook before, Instant now) {
    patch.refuseOthers(FIELDS, "A webhook has");
    JsonFields fields = patch.over(JSON.valueToTree(said(before)));
    boolean active = fields.flag("active").orElse(true);
    return new Webhook(
        before.id(),
        before.workspaceId(),
        fields.requiredText("url", URL),
        fields.items("events", EventType.values().length, WebhookRequest::event).orElse(List.of()),
        fields.text("batchId", TEXT).map(WebhookRequest::batch).orElse(null),
        fields.text("description", TEXT).orElse(null),
        active,
        before.secretNumber(),
        before.secretSince(),
        before.from(),
        before.begun(),
        before.tries() + (patch.has("active") && active ? 1 : 0),
        before.createdAt(),
        now,
        before.revision(),
        null);
  }

  /** When a replay begins. */
  static Instant from(JsonFields fields) {
    fields.refuseOthers(Set.of("from"), "A replay has");
    try {
      return Instant.parse(fields.requiredText("from", TEXT));
    } catch (DateTimeException e) {
      throw Refusals.field("from", "'from' must be a time such as 2026-03-01T12:00:00Z.");
    }
  }

  private static Map<String, Object> said(Webhook webhook) {
    Map<String, Object> said = new TreeMap<>();
    if (webhook.url() != null) {
      said.put("url", webhook.url());
    }
    said.put("events", webhook.events());
    if (webhook.batch() != null) {
      said.put("batchId", webhook.batch().value());
    }
    if (webhook.description() != null) {
      said.put("description", webhook.description());
    }
    said.put("active", webhook.active());
    return said;
  }

  private static String event(String path, JsonNode item) {
    String word = JsonFields.text(path, item, TEXT);
    if (EventType.of(word).isEmpty()) {
      String all =
          Stream.of(EventType.values()).map(EventType::word).collect(Collectors.joining(", "));
      throw Refusals.field(path, "'" + path + "' must be one of " + all + ".");
    }
    return word;
  }

  private static BatchId batch(String id) {
    try {
      return new BatchId(id);
    } catch (IllegalArgumentException e) {
      throw Refusals.field("batchId", "'batchId' must be a batch's id.");
    }
  }
}
