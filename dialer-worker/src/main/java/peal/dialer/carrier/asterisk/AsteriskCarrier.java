package peal.dialer.carrier.asterisk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.hc.client5.http.classic.methods.HttpDelete;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import peal.dialer.carrier.BotToken;
import peal.dialer.carrier.CallReference;
import peal.dialer.carrier.Carrier;
import peal.dialer.carrier.CarrierConnections;
import peal.dialer.carrier.CarrierConnections.Sent;
import peal.dialer.carrier.LaneReport;
import peal.domain.Outcome;
import peal.domain.event.CallEvent;
import peal.service.trace.Origin;
import peal.topics.DomainJson;

/**
 * Calls by Asterisk. The attempt is the channel's id, and the gate in its dialplan lets it ring
 * once: a repeat finds the live channel, or is stopped at the gate.
 */
public final class AsteriskCarrier implements Carrier {
  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final Duration WHEN_UNREACHABLE = Duration.ofSeconds(2);
  private static final int LOOKS_FOR_AN_END = 10;
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

  /**
   * The gate writes before it dials, and its channels are gone: in the Asterisk that told so, which
   * still runs, this call has not rung and cannot any more.
   */
  private static final String NOT_AT_THE_GATE =
      "Asterisk's gate let nobody through: is the dialplan of deploy/asterisk loaded?";

  private static final Logger LOG = LoggerFactory.getLogger(AsteriskCarrier.class);

  private final JsonMapper json = new JsonMapper(DomainJson.newFactory());
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CarrierConnections connections = new CarrierConnections(CONNECT, ANSWER);
  private final AsteriskSettings settings;
  private final AsteriskOrder orders;
  private final AsteriskDatabase database;
  private final AsteriskEvents events;
  private final TrunkHealth trunk = new TrunkHealth();
  private final AsteriskClock asterisksClock = new AsteriskClock();
  private final AtomicBoolean toldOfUnknownEnds = new AtomicBoolean();
  private final Consumer<LaneReport> reports;
  private final InstantSource clock;
  private final String authorization;

  /**
   * Begins to listen for events.
   *
   * @param bot makes what a bot shows that tells of its call; empty where it tells nothing
   * @param reports takes what happens to calls
   */
  public AsteriskCarrier(
      AsteriskSettings settings,
      Optional<BotToken> bot,
      Consumer<LaneReport> reports,
      InstantSource clock) {
    this.settings = settings;
    this.reports = reports;
    this.clock = clock;
    this.orders = new AsteriskOrder(settings, bot);
    this.database = new AsteriskDatabase(settings);
    this.authorization = settings.authorization();
    this.events = new AsteriskEvents(settings, this::happened);
  }

  @Override
  public CompletionStage<Placement> place(Order order) {
    return later(() -> {
      Optional<Duration> rest = trunk.rest(clock.instant());
      if (rest.isPresent()) {
        return new Placement.Unavailable("Asterisk's trunk fails every call", rest.get());
      }
      HttpPost request = new HttpPost(orders.address(order));
      request.setHeader("Authorization", authorization);
      String body = orders.body(order, asterisksClock.there(order.dialBy()).orElse(null));
      request.setEntity(new StringEntity(body, ContentType.APPLICATION_JSON));
      Instant asked = clock.instant();
      return switch (connections.send(request, order.lastLook())) {
        case Sent.Answered answer -> {
          if (answer.status() / 100 == 2) {
            asterisksClock.learn(answer.body(), asked, clock.instant());
          }
          yield placement(answer.status());
        }
        case Sent.Withheld no -> new Placement.Withheld();
        case Sent.Unsent unsent ->
            new Placement.Unavailable("no connection to Asterisk", WHEN_UNREACHABLE);
        case Sent.Lost lost ->
            new Placement.Unclear(
                "the answer was lost: " + lost.fault().getClass().getSimpleName());
      };
    });
  }

  private static Placement placement(int status) {
    return switch (status) {
      // 409: the channel lives.
      case 200, 201, 204, 409 -> new Placement.Placed();
      // A 400 is about what we ask for or how, and says nothing of whom.
      case 400, 401, 403, 404 -> new Placement.Denied("Asterisk answered " + status);
      default -> new Placement.Unclear("Asterisk answered " + status);
    };
  }

  @Override
  public CompletionStage<Finding> find(CallReference call, Origin origin) {
    return later(() -> find(new AsteriskCall(call.attempt(), call.lane())));
  }

  /**
   * An entry without an end is looked at again: its call may have begun after its channels were
   * looked for, or ended before the entry was read.
   */
  private Finding find(AsteriskCall call) {
    Finding finding = look(call);
    boolean withoutEnd = finding instanceof Finding.Over over && over.outcome() == Outcome.UNKNOWN;
    return withoutEnd ? look(call) : finding;
  }

  /**
   * Its channels first, then what the dialplan wrote, which it does before the last one is gone.
   */
  private Finding look(AsteriskCall call) {
    for (String channel : new String[] {call.id(), call.otherHalf()}) {
      if (!(send(new HttpGet(channel(channel))) instanceof Sent.Answered answer)) {
        return new Finding.Unclear("Asterisk did not answer");
      }
      if (answer.status() != 404) {
        return open(answer);
      }
    }
    return written(call);
  }

  /** By the dialplan alone, which is all that is asked where a call has just ended. */
  private Finding written(AsteriskCall call) {
    try {
      return database
          .get(call.id())
          .<Finding>map(entry -> AsteriskCall.over(entry, clock.instant()))
          .orElseGet(Finding.NeverHeardOf::new);
    } catch (IOException e) {
      return new Finding.Unclear("Asterisk's database did not answer");
    }
  }

  private Finding open(Sent.Answered answer) {
    try {
      String state = json.readTree(answer.body()).path("state").asText();
      return answer.status() == 200
          ? new Finding.Open(state.equals("Up"), clock.instant(), state.toLowerCase(Locale.ROOT))
          : new Finding.Unclear("Asterisk answered " + answer.status());
    } catch (IOException e) {
      return new Finding.Unclear("Asterisk answered something else");
    }
  }

  @Override
  public CompletionStage<Boolean> hangUp(CallReference call, Origin origin) {
    String id = new AsteriskCall(call.attempt(), call.lane()).id();
    return later(() ->
        send(new HttpDelete(channel(id))) instanceof Sent.Answered answer
            && answer.status() / 100 == 2);
  }

  @Override
  public boolean isHeard() {
    return events.connected();
  }

  /** The gate's entry is on disk before the phone can ring. */
  @Override
  public Once once() {
    return new Once.Always();
  }

  private void happened(JsonNode event, int heardBy) {
    JsonNode channel = event.path("channel");
    Optional<AsteriskCall> call = AsteriskCall.of(channel.path("id").asText());
    if (call.isEmpty()) {
      return;
    }
    switch (event.path("type").asText()) {
      case "ChannelStateChange" -> {
        String state = channel.path("state").asText();
        report(
            call.get(),
            state.equals("Up")
                ? new CallEvent.Connected(call.get().attempt(), clock.instant())
                : new CallEvent.Progress(call.get().attempt(), clock.instant(), state));
      }
      case "ChannelDestroyed" -> threads.execute(() -> ended(call.get(), heardBy));
      default -> {
        // Of no interest to a call's course.
      }
    }
  }

  /**
   * What the dialplan says of its end; where it does not, dispatch asks in its time.
   *
   * @param heardBy the connection that told of it
   */
  private void ended(AsteriskCall call, int heardBy) {
    try {
      Finding finding = null;
      boolean neverHeardOf = true;
      for (int i = 0; i < LOOKS_FOR_AN_END; i++) {
        finding = i == 0 ? written(call) : find(call);
        if (finding instanceof Finding.Over over && over.outcome() != Outcome.UNKNOWN) {
          ended(call, over, null);
          return;
        }
        neverHeardOf &= finding instanceof Finding.NeverHeardOf;
        Thread.sleep(BETWEEN_LOOKS);
      }
      if (neverHeardOf && events.connection() == heardBy) {
        LOG.warn("The gate wrote nothing of {}. {}", call.attempt(), NOT_AT_THE_GATE);
        Instant now = clock.instant();
        ended(call, new Finding.Over(now, Outcome.CARRIER_ERROR, null, null), NOT_AT_THE_GATE);
      } else if (finding instanceof Finding.Unclear unclear
          && toldOfUnknownEnds.compareAndSet(false, true)) {
        LOG.warn("It is not known how calls ended: {}.", unclear.reason());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void ended(AsteriskCall call, Finding.Over over, String detail) {
    toldOfUnknownEnds.set(false);
    trunk.ended(over.outcome(), clock.instant());
    report(
        call,
        new CallEvent.Ended(
            call.attempt(), over.at(), over.outcome(), over.talkSeconds(), null, detail));
  }

  private void report(AsteriskCall call, CallEvent.Report report) {
    reports.accept(new LaneReport(call.lane(), report));
  }

  private URI channel(String id) {
    return URI.create(settings.ari() + "/channels/" + id);
  }

  private Sent send(HttpUriRequestBase request) {
    request.setHeader("Authorization", authorization);
    return connections.send(request, null);
  }

  private <T> CompletionStage<T> later(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, threads);
  }

  /** Drops requests that are under way, and listens no more; calls go on. */
  @Override
  public void close() {
    events.close();
    connections.close();
    database.close();
    threads.shutdown();
  }
}
