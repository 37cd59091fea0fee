package peal.dialer.carrier.asterisk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.hc.client5.http.classic.methods.HttpDelete;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.StringEntity;
import peal.dialer.carrier.CallReference;
import peal.dialer.carrier.Carrier;
import peal.dialer.carrier.CarrierConnections;
import peal.dialer.carrier.CarrierConnections.Sent;
import peal.dialer.carrier.LaneReport;
import peal.domain.Outcome;
import peal.domain.event.CallEvent;
import peal.service.trace.Origin;

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

  private final JsonMapper json = new JsonMapper();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CarrierConnections connections = new CarrierConnections(CONNECT, ANSWER);
  private final AsteriskSettings settings;
  private final AsteriskDatabase database;
  private final AsteriskEvents events;
  private final Consumer<LaneReport> reports;
  private final InstantSource clock;
  private final String authorization;

  /**
   * Begins to listen for events.
   *
   * @param reports takes what happens to calls
   */
  public AsteriskCarrier(
      AsteriskSettings settings, Consumer<LaneReport> reports, InstantSource clock) {
    this.settings = settings;
    this.reports = reports;
    this.clock = clock;
    this.database = new AsteriskDatabase(settings);
    byte[] basic = (settings.user() + ":" + settings.password()).getBytes(StandardCharsets.UTF_8);
    this.authorization = "Basic " + Base64.getEncoder().encodeToString(basic);
    this.events = new AsteriskEvents(settings, this::happened);
  }

  @Override
  public CompletionStage<Placement> place(Order order) {
    return later(() -> {
      AsteriskCall call = new AsteriskCall(order.attempt(), order.lane());
      HttpPost request = new HttpPost(originate(call.id(), order.number().e164()));
      request.setHeader("Authorization", authorization);
      request.setEntity(new StringEntity(variables(call, order), ContentType.APPLICATION_JSON));
      return switch (connections.send(request, order.lastLook())) {
        case Sent.Answered answer -> placement(answer.status());
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
      case 400 -> new Placement.Refused(Outcome.CARRIER_ERROR, "Asterisk answered 400");
      case 401, 403, 404 -> new Placement.Denied("Asterisk answered " + status);
      default -> new Placement.Unclear("Asterisk answered " + status);
    };
  }

  private URI originate(String id, String number) {
    return URI.create(
        settings.ari()
            + "/channels?endpoint="
            + encoded("Local/" + number + "@" + settings.gate() + "/n")
            + "&channelId="
            + id
            + "&otherChannelId="
            + id
            + "x2&context="
            + settings.bot()
            + "&extension=s&priority=1&timeout="
            // A little more than the trunk's own, so that the dialplan says how it ended.
            + (settings.ringSeconds() + 10));
  }

  private String variables(AsteriskCall call, Order order) {
    Map<String, String> inherited =
        Map.of(
            "__PEAL_ID", call.id(),
            "__PEAL_ATTEMPT", order.attempt().toString(),
            "__PEAL_AGENT", order.agent().id(),
            "__PEAL_FROM", order.agent().fromNumber().e164(),
            "__PEAL_RING", Integer.toString(settings.ringSeconds()),
            "__PEAL_LONGEST", Integer.toString(order.agent().maxCallSeconds()));
    try {
      return json.writeValueAsString(Map.of("variables", inherited));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of texts always becomes JSON", e);
    }
  }

  @Override
  public CompletionStage<Finding> find(CallReference call, Origin origin) {
    return later(() -> find(new AsteriskCall(call.attempt(), call.lane()).id()));
  }

  /**
   * Its channels first, then what the dialplan wrote, which it does before the last one is gone.
   */
  private Finding find(String id) {
    for (String channel : new String[] {id, id + "x2"}) {
      if (!(send(new HttpGet(channel(channel))) instanceof Sent.Answered answer)) {
        return new Finding.Unclear("Asterisk did not answer");
      }
      if (answer.status() != 404) {
        return open(answer);
      }
    }
    try {
      return database
          .get(id)
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

  /** The gate's entry is on disk before the phone can ring. */
  @Override
  public Once once() {
    return new Once.Always();
  }

  private void happened(JsonNode event) {
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
      case "ChannelDestroyed" -> threads.execute(() -> ended(call.get()));
      default -> {
        // Of no interest to a call's course.
      }
    }
  }

  /** What the dialplan says of its end; where it does not, dispatch asks in its time. */
  private void ended(AsteriskCall call) {
    try {
      for (int i = 0; i < LOOKS_FOR_AN_END; i++) {
        if (find(call.id()) instanceof Finding.Over over && over.outcome() != Outcome.UNKNOWN) {
          report(
              call,
              new CallEvent.Ended(
                  call.attempt(), over.at(), over.outcome(), over.talkSeconds(), null, null));
          return;
        }
        Thread.sleep(BETWEEN_LOOKS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
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

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
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
