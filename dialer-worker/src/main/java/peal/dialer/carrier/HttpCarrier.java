package peal.dialer.carrier;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import peal.domain.AttemptId;
import peal.domain.CallId;
import peal.service.trace.Origin;
import peal.service.trace.Tracing;
import peal.topics.DomainJson;

/**
 * A carrier behind {@code docs/carrier-protocol.md}. It asks once and never repeats by itself: what
 * an unclear answer calls for is dispatch's to decide.
 */
public final class HttpCarrier implements Carrier {
  private static final AttemptId NOBODYS = new AttemptId(new CallId("warmup", 0, 0), 1);
  private static final int WARM_UPS = 20;

  private final JsonMapper json = DomainJson.newMapper();
  private final CarrierAnswers answers = new CarrierAnswers();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CarrierAccount account;
  private final HttpClient client;

  /** A carrier at {@code account}; nothing is sent until a call is placed. */
  public HttpCarrier(CarrierAccount account) {
    this.account = account;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(account.connectTimeout())
            .executor(threads)
            .build();
  }

  /**
   * Asks a few times for an attempt that nobody placed, so that the first real call finds a
   * connection and loaded classes, and keeps its slot. Completes normally, whatever came of it;
   * nothing rings.
   */
  public CompletionStage<Void> warmUp() {
    CompletionStage<Finding> asked = find(request(call(NOBODYS, "")));
    for (int i = 1; i < WARM_UPS; i++) {
      asked = asked.thenCompose(finding -> find(request(call(NOBODYS, ""))));
    }
    return asked.thenAccept(finding -> {});
  }

  @Override
  public CompletionStage<Placement> place(Order order) {
    HttpRequest.Builder request =
        request(account.calls())
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", order.attempt().toString())
            .POST(new GatedBody(body(order), order.lastLook(), threads));
    Tracing.Step step = step("dial", order.attempt(), order.origin(), request);
    return client
        .sendAsync(request.build(), BodyHandlers.ofByteArray())
        .handle((answer, error) ->
            done(step, error == null ? placement(answer) : answers.placement(error)));
  }

  /** Begins to ask the carrier, and lets {@code request} tell it for whom. */
  private static Tracing.Step step(
      String what, AttemptId attempt, Origin origin, HttpRequest.Builder request) {
    Tracing.Step step = Tracing.ofProcess().asking(what, origin);
    step.tell("peal.attempt", attempt.toString());
    step.origin().toHttp(request::header);
    return step;
  }

  private static Placement done(Tracing.Step step, Placement placement) {
    step.tell("peal.placement", placement.getClass().getSimpleName());
    end(step, placement instanceof Placement.Unclear || placement instanceof Placement.Unavailable);
    return placement;
  }

  private static void end(Tracing.Step step, boolean failed) {
    if (failed) {
      step.failed();
    }
    step.close();
  }

  private Placement placement(HttpResponse<byte[]> answer) {
    String retryAfter = answer.headers().firstValue("Retry-After").orElse(null);
    return answers.placement(answer.statusCode(), retryAfter, answer.body());
  }

  @Override
  public CompletionStage<Finding> find(AttemptId attempt, Origin origin) {
    HttpRequest.Builder request = request(call(attempt, ""));
    Tracing.Step step = step("ask", attempt, origin, request);
    return find(request)
        .thenApply(finding -> {
          step.tell("peal.finding", finding.getClass().getSimpleName());
          end(step, finding instanceof Finding.Unclear);
          return finding;
        });
  }

  private CompletionStage<Finding> find(HttpRequest.Builder request) {
    return client
        .sendAsync(request.GET().build(), BodyHandlers.ofByteArray())
        .handle((answer, error) ->
            error == null
                ? answers.finding(answer.statusCode(), answer.body())
                : answers.finding(error));
  }

  @Override
  public CompletionStage<Boolean> hangUp(AttemptId attempt, Origin origin) {
    HttpRequest.Builder request = request(call(attempt, "/hangup")).POST(BodyPublishers.noBody());
    Tracing.Step step = step("hang up", attempt, origin, request);
    return client
        .sendAsync(request.build(), BodyHandlers.discarding())
        .handle((answer, error) -> {
          boolean taken = error == null && answer.statusCode() / 100 == 2;
          end(step, !taken);
          return taken;
        });
  }

  @Override
  public boolean honoursIdempotencyKeys() {
    return account.honoursIdempotencyKeys();
  }

  private HttpRequest.Builder request(URI to) {
    return HttpRequest.newBuilder(to).timeout(account.answerTimeout());
  }

  private URI call(AttemptId attempt, String rest) {
    String id = URLEncoder.encode(attempt.toString(), StandardCharsets.UTF_8);
    return URI.create(account.calls() + "/" + id + rest);
  }

  private byte[] body(Order order) {
    try {
      return json.writeValueAsBytes(CarrierMessages.PlaceCall.of(order, account.callbackUrl()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an order always becomes JSON", e);
    }
  }

  /** Drops requests that are under way; their stages complete as unclear. */
  @Override
  public void close() {
    client.shutdownNow();
    threads.shutdown();
  }
}
