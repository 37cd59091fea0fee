package peal.dialer.carrier.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import peal.dialer.carrier.CallReference;
import peal.dialer.carrier.Carrier;
import peal.dialer.carrier.CarrierConnections;
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
  /** How many placements may be under way at once. */
  public static final int MOST_PLACEMENTS = 4_000;

  private static final Duration THREADS_IDLE_FOR = Duration.ofSeconds(60);

  /** Nothing was sent for want of a thread: that says nothing of the carrier. */
  private static final Placement NO_THREAD = new Placement.Withheld();

  private static final AttemptId NOBODYS = new AttemptId(new CallId("warmup", 0, 0), 1);
  private static final int WARM_UPS = 20;

  private final JsonMapper json = DomainJson.newMapper();
  private final CarrierAnswers answers = new CarrierAnswers();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * Where dials wait for their instant. A thread of the system's wakes up in time beside busy ones;
   * a virtual one would wait for those that run. Each holds a place of its dialer's limit of
   * placements until its exchange is over, which {@link CarrierConnections} sees to.
   */
  private final ExecutorService placing;

  private final CarrierAccount account;
  private final CarrierConnections connections;

  /** A carrier at {@code account}; nothing is sent until a call is placed. */
  public HttpCarrier(CarrierAccount account) {
    this(account, MOST_PLACEMENTS);
  }

  HttpCarrier(CarrierAccount account, int mostPlacements) {
    this.account = account;
    this.placing =
        new ThreadPoolExecutor(
            0,
            mostPlacements,
            THREADS_IDLE_FOR.toSeconds(),
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Thread.ofPlatform().daemon().name("places-", 0).factory());
    this.connections = new CarrierConnections(account.connectTimeout(), account.answerTimeout());
  }

  /**
   * Asks a few times for an attempt that nobody placed, so that the first real call finds a
   * connection and loaded classes, and keeps its slot. Completes normally, whatever came of it;
   * nothing rings.
   */
  public CompletionStage<Void> warmUp() {
    return later(() -> {
      for (int i = 0; i < WARM_UPS; i++) {
        find(new HttpGet(call(NOBODYS, "")));
      }
      return null;
    });
  }

  @Override
  public CompletionStage<Placement> place(Order order) {
    try {
      return CompletableFuture.supplyAsync(() -> placed(order), placing);
    } catch (RejectedExecutionException full) {
      return CompletableFuture.completedFuture(NO_THREAD);
    }
  }

  private Placement placed(Order order) {
    HttpPost request = new HttpPost(account.calls());
    request.setHeader("Idempotency-Key", order.attempt().toString());
    request.setEntity(new ByteArrayEntity(body(order), ContentType.APPLICATION_JSON));
    Tracing.Step step = step("dial", order.attempt(), order.origin(), request);
    Placement placement =
        switch (connections.send(request, order.lastLook())) {
          case CarrierConnections.Sent.Answered answer ->
              answers.placement(answer.status(), answer.retryAfter(), answer.body());
          case CarrierConnections.Sent.Withheld no -> new Placement.Withheld();
          case CarrierConnections.Sent.Unsent unsent -> answers.placementUnsent();
          case CarrierConnections.Sent.Lost lost -> answers.placementLost(lost.fault());
        };
    step.tell("peal.placement", placement.getClass().getSimpleName());
    end(step, placement instanceof Placement.Unclear || placement instanceof Placement.Unavailable);
    return placement;
  }

  /** Begins to ask the carrier, and lets {@code request} tell it for whom. */
  private static Tracing.Step step(
      String what, AttemptId attempt, Origin origin, HttpUriRequestBase request) {
    Tracing.Step step = Tracing.ofProcess().asking(what, origin);
    step.tell("peal.attempt", attempt.toString());
    step.origin().toHttp(request::setHeader);
    return step;
  }

  private static void end(Tracing.Step step, boolean failed) {
    if (failed) {
      step.failed();
    }
    step.close();
  }

  @Override
  public CompletionStage<Finding> find(CallReference call, Origin origin) {
    return later(() -> {
      HttpGet request = new HttpGet(call(call.attempt(), ""));
      Tracing.Step step = step("ask", call.attempt(), origin, request);
      Finding finding = find(request);
      step.tell("peal.finding", finding.getClass().getSimpleName());
      end(step, finding instanceof Finding.Unclear);
      return finding;
    });
  }

  private Finding find(HttpGet request) {
    return switch (connections.send(request, null)) {
      case CarrierConnections.Sent.Answered answer ->
          answers.finding(answer.status(), answer.body());
      case CarrierConnections.Sent.Withheld no -> throw new IllegalStateException("no look");
      case CarrierConnections.Sent.Unsent unsent -> answers.findingLost(unsent.fault());
      case CarrierConnections.Sent.Lost lost -> answers.findingLost(lost.fault());
    };
  }

  @Override
  public CompletionStage<Boolean> hangUp(CallReference call, Origin origin) {
    return later(() -> {
      HttpPost request = new HttpPost(call(call.attempt(), "/hangup"));
      Tracing.Step step = step("hang up", call.attempt(), origin, request);
      boolean taken =
          connections.send(request, null) instanceof CarrierConnections.Sent.Answered answer
              && answer.status() / 100 == 2;
      end(step, !taken);
      return taken;
    });
  }

  @Override
  public Once once() {
    return account.honoursIdempotencyKeys() ? new Once.Always() : new Once.Never();
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

  private <T> CompletionStage<T> later(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, threads);
  }

  /** Drops requests that are under way; their stages complete as unclear. */
  @Override
  public void close() {
    connections.close();
    threads.shutdown();
    placing.shutdown();
  }
}
