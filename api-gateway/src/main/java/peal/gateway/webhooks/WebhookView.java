package peal.gateway.webhooks;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import peal.domain.Webhook;
import peal.domain.WebhookProgress;
import peal.domain.WebhookProgress.Delivery;

/** A webhook as its workspace sees it; the secret only when it was made. */
final class WebhookView {
  private WebhookView() {}

  static Map<String, Object> withSecret(
      Webhook webhook, Collection<WebhookProgress> progress, String secret) {
    Map<String, Object> view = of(webhook, progress);
    view.put("secret", secret);
    return view;
  }

  static Map<String, Object> of(Webhook webhook, Collection<WebhookProgress> all) {
    List<WebhookProgress> lanes =
        all.stream().filter(lane -> lane.begun() == webhook.begun()).toList();
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("id", webhook.id());
    view.put("url", webhook.url());
    view.put("events", webhook.events());
    if (webhook.batch() != null) {
      view.put("batchId", webhook.batch().value());
    }
    if (webhook.description() != null) {
      view.put("description", webhook.description());
    }
    view.put("active", webhook.active());
    view.put("status", status(webhook, lanes));
    putProblem(view, webhook, lanes);
    view.put(
        "deliveries",
        lanes.stream()
            .flatMap(lane -> lane.recent().stream())
            .sorted(Comparator.comparing(Delivery::at).reversed())
            .limit(WebhookProgress.RECENT)
            .map(WebhookView::delivery)
            .toList());
    view.put("createdAt", webhook.createdAt().toString());
    view.put("updatedAt", webhook.updatedAt().toString());
    return view;
  }

  private static String status(Webhook webhook, List<WebhookProgress> lanes) {
    if (!webhook.active()) {
      return "off";
    }
    if (lanes.stream().anyMatch(lane -> lane.paused(webhook))) {
      return "paused";
    }
    return lanes.stream().anyMatch(lane -> isFailing(lane, webhook)) ? "failing" : "active";
  }

  private static boolean isFailing(WebhookProgress lane, Webhook webhook) {
    return lane.failing() != null && lane.tries() >= webhook.tries();
  }

  private static void putProblem(
      Map<String, Object> view, Webhook webhook, List<WebhookProgress> lanes) {
    lanes.stream()
        .map(WebhookProgress::missedBefore)
        .filter(Objects::nonNull)
        .max(Comparator.naturalOrder())
        .ifPresent(at -> view.put("missedEventsAt", at.toString()));
    Optional<WebhookProgress> worst =
        lanes.stream()
            .filter(lane -> isFailing(lane, webhook))
            .min(Comparator.comparing(lane -> lane.failing().since()));
    if (worst.isEmpty()) {
      return;
    }
    WebhookProgress lane = worst.get();
    Map<String, Object> problem = new LinkedHashMap<>();
    problem.put("since", lane.failing().since().toString());
    problem.put("tries", lane.failing().times());
    if (!lane.paused(webhook)) {
      problem.put("nextTryAt", lane.failing().nextAt().toString());
    }
    lane.recent().stream()
        .filter(delivery -> !delivery.taken())
        .findFirst()
        .ifPresent(delivery -> problem.put("fault", delivery.fault()));
    view.put("problem", problem);
  }

  private static Map<String, Object> delivery(Delivery delivery) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("event", delivery.event());
    view.put("type", delivery.type());
    view.put("at", delivery.at().toString());
    if (delivery.status() != 0) {
      view.put("status", delivery.status());
    }
    if (delivery.fault() != null) {
      view.put("fault", delivery.fault());
    }
    view.put("millis", delivery.millis());
    return view;
  }
}
