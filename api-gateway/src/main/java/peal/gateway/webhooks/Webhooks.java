package peal.gateway.webhooks;

import io.javalin.http.Context;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import peal.domain.Webhook;
import peal.domain.WebhookProgress;
import peal.domain.Workspace;
import peal.gateway.Refusals;
import peal.gateway.Repeats;
import peal.gateway.Shelf;
import peal.gateway.access.Caller;
import peal.gateway.access.Rights;
import peal.gateway.json.JsonBody;
import peal.gateway.json.JsonFields;
import peal.gateway.json.Page;
import peal.service.Ids;
import peal.service.http.ApiError;
import peal.service.http.OutsideAddress;
import peal.service.http.WebhookSignature;

/**
 * Webhooks, for a workspace's owners and admins. They are told by the projectors; here they are
 * only written down, and what was written of them is shown.
 */
public final class Webhooks {
  /** Of a workspace: each reads all that happens to it. */
  static final int MOST = 20;

  private static final Duration KEPT = Duration.ofDays(30);

  private final Shelf<Webhook> webhooks;
  private final Function<String, Collection<WebhookProgress>> progress;
  private final Optional<WebhookSignature> signature;
  private final OutsideAddress outside;
  private final JsonBody body;
  private final Ids ids;
  private final InstantSource clock;

  /**
   * Handlers over {@code webhooks}.
   *
   * @param progress how far those of a workspace are told in each lane
   * @param signature how they are signed; empty where the operator wants none
   */
  public Webhooks(
      Shelf<Webhook> webhooks,
      Function<String, Collection<WebhookProgress>> progress,
      Optional<WebhookSignature> signature,
      OutsideAddress outside,
      JsonBody body,
      Ids ids,
      InstantSource clock) {
    this.webhooks = webhooks;
    this.progress = progress;
    this.signature = signature;
    this.outside = outside;
    this.body = body;
    this.ids = ids;
    this.clock = clock;
  }

  /** {@code POST …}: the only answer with the secret. */
  public void create(Context ctx) {
    Workspace workspace = admitted(ctx);
    WebhookSignature signs = signing();
    Webhook blank = WebhookRequest.blank(workspace.id(), "whk_" + Repeats.token(ctx, ids), now());
    Webhook webhook = WebhookRequest.change(body.read(ctx), blank, now());
    requireOpen(webhook);
    if (webhooks.all(ctx, workspace.id()).size() >= MOST) {
      throw Refusals.conflict(
          "A workspace may have " + MOST + " webhooks. Delete one first.", "TOO_MANY_WEBHOOKS");
    }
    Webhook kept = webhooks.add(workspace, webhook);
    ctx.json(WebhookView.withSecret(kept, progressOf(kept), signs.secret(kept)));
  }

  /** A repeat of {@code POST …}. */
  public void made(Context ctx) {
    Workspace workspace = admitted(ctx);
    String id = "whk_" + Repeats.token(ctx, ids);
    Webhook webhook =
        webhooks.findNow(ctx, workspace.id(), id).orElseThrow(() -> Repeats.madeAndGone(id));
    ctx.json(WebhookView.withSecret(webhook, progressOf(webhook), signing().secret(webhook)));
  }

  /** {@code GET …/{webhookId}}. */
  public void one(Context ctx) {
    Webhook webhook = webhooks.one(ctx, admitted(ctx).id(), id(ctx));
    ctx.json(WebhookView.of(webhook, progressOf(webhook)));
  }

  /** {@code GET …}, newest first. */
  public void list(Context ctx) {
    Workspace workspace = admitted(ctx);
    Page page = Page.of(ctx);
    ctx.json(
        page.of(
            webhooks.all(ctx, workspace.id()),
            webhook -> WebhookView.of(webhook, progressOf(webhook))));
  }

  /** {@code PATCH …/{webhookId}}; {@code active: true} tries again one that was paused. */
  public void change(Context ctx) {
    Workspace workspace = admitted(ctx);
    JsonFields patch = body.read(ctx);
    Webhook webhook =
        webhooks.change(
            workspace,
            id(ctx),
            before -> {
              Webhook after = WebhookRequest.change(patch, before, now());
              if (!after.url().equals(before.url())) {
                requireOpen(after);
              }
              return after;
            });
    ctx.json(WebhookView.of(webhook, progressOf(webhook)));
  }

  /** {@code DELETE …/{webhookId}}. */
  public void delete(Context ctx) {
    webhooks.change(admitted(ctx), id(ctx), before -> before.deleted(now()));
    ctx.json(Map.of("success", true, "message", "Webhook deleted successfully"));
  }

  /** {@code POST …/{webhookId}/secret}: a new one, shown this once. */
  public void rotate(Context ctx) {
    Workspace workspace = admitted(ctx);
    WebhookSignature signs = signing();
    Webhook webhook = webhooks.change(workspace, id(ctx), before -> before.rotated(now()));
    ctx.json(WebhookView.withSecret(webhook, progressOf(webhook), signs.secret(webhook)));
  }

  /** {@code POST …/{webhookId}/replay}: tells again what happened from then on. */
  public void replay(Context ctx) {
    Workspace workspace = admitted(ctx);
    Instant from = WebhookRequest.from(body.read(ctx));
    if (from.isAfter(now()) || from.isBefore(now().minus(KEPT))) {
      throw Refusals.field(
          "from", "'from' must lie in the last " + KEPT.toDays() + " days, and not ahead.");
    }
    Webhook webhook = webhooks.change(workspace, id(ctx), before -> before.begunAnew(from, now()));
    ctx.json(WebhookView.of(webhook, progressOf(webhook)));
  }

  /** What is looked up now may be another address later; then it is judged again. */
  private void requireOpen(Webhook webhook) {
    Optional<String> wrong = outside.wrongIn(webhook.url());
    if (wrong.isPresent()) {
      throw Refusals.field("url", "'url' " + wrong.get() + ".");
    }
    if (outside.anywhere()) {
      return;
    }
    try {
      outside.resolve(URI.create(webhook.url()).getHost());
    } catch (UnknownHostException e) {
      throw Refusals.field(
          "url", "'url' names a host that is not known, or that has a private address.");
    }
  }

  private WebhookSignature signing() {
    return signature.orElseThrow(() ->
        new ApiError(
            409,
            "No webhooks",
            "This Peal sends no webhooks: its operator has set no PEAL_WEBHOOK_KEY. Follow"
                + " GET /v1/api/events instead.",
            "NO_WEBHOOKS"));
  }

  private Collection<WebhookProgress> progressOf(Webhook webhook) {
    return progress.apply(webhook.workspaceId().value()).stream()
        .filter(lane -> lane.webhook().equals(webhook.id()))
        .toList();
  }

  private static Workspace admitted(Context ctx) {
    Rights.mayManageWebhooks(Caller.of(ctx));
    return Caller.of(ctx).workspace();
  }

  private static String id(Context ctx) {
    return ctx.pathParam("webhookId");
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
