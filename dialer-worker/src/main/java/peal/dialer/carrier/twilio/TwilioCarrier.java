package peal.dialer.carrier.twilio;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.StringEntity;
import peal.dialer.carrier.BotToken;
import peal.dialer.carrier.CallReference;
import peal.dialer.carrier.Carrier;
import peal.dialer.carrier.CarrierConnections;
import peal.dialer.carrier.CarrierConnections.Sent;
import peal.domain.AttemptId;
import peal.service.trace.Origin;
import peal.service.trace.Tracing;

/**
 * Twilio's API for calls. A call is asked for once and never again: Twilio has no key by which it
 * would know a repeat. Where its answer is lost, the call's first webhook settles what became of
 * it; failing that it is found by who called whom, and when.
 */
public final class TwilioCarrier implements Carrier {
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration ANSWER = Duration.ofSeconds(10);

  /** Twilio writes whole seconds, and its clock is not ours. */
  private static final Duration BEFORE = Duration.ofSeconds(5);

  /** A request that was sent in time may lie with Twilio until its answer is given up. */
  private static final Duration AFTER = Duration.ofSeconds(15);

  /** After that a call is in the lists, if it is anywhere. */
  private static final Duration LISTED = Duration.ofSeconds(60);

  private static final int LISTED_CALLS = 50;

  private final TwilioAnswers answers = new TwilioAnswers();
  private final ClaimedCalls claims = new ClaimedCalls();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CarrierConnections connections = new CarrierConnections(CONNECT, ANSWER);
  private final TwilioSettings account;
  private final URI webhooks;
  private final TwilioOrder orders;
  private final String authorization;
  private final InstantSource clock;

  /**
   * Twilio by {@code account}; nothing is sent until a call is placed.
   *
   * @param webhooks where it should report to, as it reaches any worker
   * @param bot makes what a bot shows that tells of its call; empty where it tells nothing
   */
  public TwilioCarrier(
      TwilioSettings account, URI webhooks, Optional<BotToken> bot, InstantSource clock) {
    this.account = account;
    this.webhooks = webhooks;
    this.orders = new TwilioOrder(account, webhooks, bot);
    this.clock = clock;
    byte[] basic = (account.user() + ":" + account.password()).getBytes(StandardCharsets.UTF_8);
    this.authorization = "Basic " + Base64.getEncoder().encodeToString(basic);
  }

  /** Reads what Twilio posts; a call that a webhook told of is not taken for another attempt's. */
  public TwilioWebhooks webhooks() {
    return new TwilioWebhooks(account, webhooks, claims, clock);
  }

  @Override
  public CompletionStage<Placement> place(Order order) {
    return later(() -> {
      Optional<String> form = orders.form(order);
      if (form.isEmpty()) {
        return TwilioOrder.TOO_LONG;
      }
      HttpPost request = post(account.calls(), form.get());
      request.setHeader("Authorization", authorization);
      Tracing.Step step = step("dial", order.attempt(), order.origin());
      Placement placement =
          switch (connections.send(request, order.lastLook())) {
            case Sent.Answered answer ->
                answers.placement(answer.status(), answer.retryAfter(), answer.body());
            case Sent.Withheld no -> new Placement.Withheld();
            case Sent.Unsent unsent -> answers.unsent();
            case Sent.Lost lost -> answers.lost(lost.fault());
          };
      if (placement instanceof Placement.Placed placed) {
        claims.claim(placed.providerRef(), order.attempt());
      }
      step.tell("peal.placement", placement.getClass().getSimpleName());
      end(
          step,
          placement instanceof Placement.Unclear || placement instanceof Placement.Unavailable);
      return placement;
    });
  }

  @Override
  public CompletionStage<Finding> find(CallReference call, Origin origin) {
    return later(() -> {
      Tracing.Step step = step("ask", call.attempt(), origin);
      Finding finding = call.providerRef() == null ? byNumbers(call) : bySid(call.providerRef());
      step.tell("peal.finding", finding.getClass().getSimpleName());
      end(step, finding instanceof Finding.Unclear);
      return finding;
    });
  }

  private Finding bySid(String sid) {
    return switch (send(new HttpGet(account.call(sid)))) {
      case Sent.Answered answer -> answers.finding(answer.status(), answer.body(), clock.instant());
      case Sent.Unsent unsent -> unclear(unsent.fault());
      case Sent.Lost lost -> unclear(lost.fault());
      case Sent.Withheld no -> throw new IllegalStateException("no look");
    };
  }

  /** More than one that it may be is none: to guess would end one call as another did. */
  private Finding byNumbers(CallReference call) {
    if (call.to() == null || call.from() == null || call.placedFrom() == null) {
      return new Finding.NeverHeardOf();
    }
    return switch (send(new HttpGet(listOf(call)))) {
      case Sent.Answered answer -> {
        Optional<List<TwilioCalls.Resource>> listed = answers.list(answer.status(), answer.body());
        if (listed.isEmpty()) {
          yield new Finding.Unclear("Twilio answered " + answer.status());
        }
        List<TwilioCalls.Resource> candidates =
            listed.get().stream().filter(found -> mayBe(found, call)).toList();
        if (candidates.size() == 1) {
          claims.claim(candidates.getFirst().sid(), call.attempt());
          yield TwilioAnswers.state(candidates.getFirst(), clock.instant());
        }
        Instant known = call.placedUntil().plus(LISTED);
        yield clock.instant().isBefore(known)
            ? new Finding.NotYetKnown(known)
            : new Finding.NeverHeardOf();
      }
      case Sent.Unsent unsent -> unclear(unsent.fault());
      case Sent.Lost lost -> unclear(lost.fault());
      case Sent.Withheld no -> throw new IllegalStateException("no look");
    };
  }

  private URI listOf(CallReference call) {
    return URI.create(
        account.calls()
            + "?"
            + new TwilioForm()
                .with("To", call.to().e164())
                .with("From", call.from().e164())
                .with("PageSize", Integer.toString(LISTED_CALLS)));
  }

  private boolean mayBe(TwilioCalls.Resource found, CallReference call) {
    return found.sid() != null
        && found.status() != null
        && claims.mayBe(found.sid(), call.attempt())
        // One call per number at a time: what had ended before was another attempt's. Twilio's
        // times are whole seconds.
        && found.endedAt().filter(end -> end.isBefore(call.placedFrom().minusSeconds(1))).isEmpty()
        && found
            .createdAt()
            .filter(at -> !at.isBefore(call.placedFrom().minus(BEFORE)))
            .filter(at -> !at.isAfter(call.placedUntil().plus(AFTER)))
            .isPresent();
  }

  private static Finding unclear(IOException fault) {
    return new Finding.Unclear("no answer: " + fault.getClass().getSimpleName());
  }

  @Override
  public CompletionStage<Boolean> hangUp(CallReference call, Origin origin) {
    return end("hang up", "completed", call, origin);
  }

  @Override
  public CompletionStage<Boolean> withdraw(CallReference call, Origin origin) {
    return end("withdraw", "canceled", call, origin);
  }

  /** Twilio ends with {@code canceled} only what nobody has picked up. */
  private CompletionStage<Boolean> end(
      String what, String status, CallReference call, Origin origin) {
    if (call.providerRef() == null) {
      return CompletableFuture.completedFuture(false);
    }
    return later(() -> {
      Tracing.Step step = step(what, call.attempt(), origin);
      String form = new TwilioForm().with("Status", status).toString();
      boolean taken =
          send(post(account.call(call.providerRef()), form)) instanceof Sent.Answered answer
              && answer.status() / 100 == 2;
      end(step, !taken);
      return taken;
    });
  }

  /** A repeat rings again. */
  @Override
  public Once once() {
    return new Once.Never();
  }

  private static HttpPost post(URI to, String form) {
    HttpPost request = new HttpPost(to);
    request.setEntity(new StringEntity(form, ContentType.APPLICATION_FORM_URLENCODED));
    return request;
  }

  private Sent send(HttpUriRequestBase request) {
    request.setHeader("Authorization", authorization);
    return connections.send(request, null);
  }

  /** Twilio is told nothing of where a request comes from. */
  private static Tracing.Step step(String what, AttemptId attempt, Origin origin) {
    Tracing.Step step = Tracing.ofProcess().asking(what, origin);
    step.tell("peal.attempt", attempt.toString());
    return step;
  }

  private static void end(Tracing.Step step, boolean failed) {
    if (failed) {
      step.failed();
    }
    step.close();
  }

  private <T> CompletionStage<T> later(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, threads);
  }

  /** Drops requests that are under way; their stages complete as unclear. */
  @Override
  public void close() {
    connections.close();
    threads.shutdown();
  }
}
