package peal.projector.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import peal.domain.DialingStop;
import peal.domain.DialingStops;
import peal.domain.Lane;
import peal.domain.Outcome;
import peal.domain.event.CallEvent;
import peal.domain.event.LaneEvent;
import peal.projector.MemoryLanes;
import peal.projector.Story;
import peal.projector.fold.LaneFold;
import peal.projector.history.EventLog;
import peal.projector.query.LaneDirectory;
import peal.projector.query.RoutedLane;
import peal.service.ByteBudget;
import peal.service.http.HttpServer;
import peal.testkit.build.WorkspaceBuilder;

/** The routes for clients over lanes in memory, and a client of theirs. */
final class RunningProjector implements AutoCloseable {
  static final Story STORY = Story.of("b1", 0);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern TIME = Pattern.compile("@(\\d+)");
  private static final long START = Story.START.toEpochMilli();

  final MemoryLanes memory = new MemoryLanes();
  final ByteBudget budget = new ByteBudget(64 << 20);
  final Map<String, DialingStop> stops = new ConcurrentHashMap<>();

  /** What Kafka still has of any call. */
  volatile List<CallEvent> logged = List.of();

  volatile LaneDirectory directory = memory;
  private final HttpClient client = HttpClient.newHttpClient();
  private final HttpServer server =
      HttpServer.start(
          "127.0.0.1",
          0,
          new HttpServer.Health(() -> true, () -> true),
          new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
          config -> {
            HeldAnswers held = new HeldAnswers(budget);
            new BatchRoutes(
                    this::routed,
                    held,
                    new DialingStops(key -> Optional.ofNullable(stops.get(key))),
                    () -> Story.at(100))
                .addTo(config);
            new ResultRoutes(this::routed, held).addTo(config);
            new OpenBatchRoute(this::routed).addTo(config);
            new DoNotCallRoutes(this::routed, held).addTo(config);
            new HistoryRoute(
                    this::routed,
                    (lane, offsets) -> new EventLog.Found(logged, offsets.size(), 0),
                    id -> Optional.of(WorkspaceBuilder.workspace(id.value()).build()),
                    new DialingStops(key -> Optional.ofNullable(stops.get(key))),
                    () -> Story.at(100))
                .addTo(config);
            new RedialRoutes(this::routed, held, Duration.ofDays(30), () -> Story.at(100))
                .addTo(config);
          });

  private RoutedLane routed(Lane lane) {
    return new RoutedLane(lane, any -> directory.sources(any));
  }

  /** These things have happened in the lane. */
  void given(LaneEvent... events) {
    LaneFold fold = new LaneFold(memory);
    Stream.of(events)
        .forEach(event -> {
          fold.apply(Story.lane(0), event);
          memory.read(event);
        });
  }

  /** Row 1 answered, row 2 busy twice, row 3 waits for its callback, row 4 waits. */
  void givenABatchUnderWay() {
    given(STORY.opened(4, 4), STORY.sealed(4));
    given(STORY.row(1), STORY.row(2), STORY.row(3), STORY.row(4));
    given(STORY.dialing(1, 1, 2), STORY.ended(1, 1, 12, Outcome.ANSWERED, 7.5));
    given(STORY.settled(1, 1, 12, Outcome.ANSWERED));
    given(STORY.dialing(2, 1, 3), STORY.ended(2, 1, 4, Outcome.BUSY, null));
    given(STORY.callback(2, 1, 4, Outcome.BUSY, 64), STORY.dialing(2, 2, 64));
    given(STORY.ended(2, 2, 65, Outcome.BUSY, null), STORY.settled(2, 2, 65, Outcome.BUSY));
    given(STORY.dialing(3, 1, 5), STORY.ended(3, 1, 25, Outcome.NO_ANSWER, null));
    given(STORY.callback(3, 1, 25, Outcome.NO_ANSWER, 85));
  }

  /** What is answered below the batches of {@link Story#WORKSPACE}. */
  HttpResponse<String> get(String path) throws Exception {
    return ofWorkspace("/batches" + path);
  }

  /** What is answered below {@link Story#WORKSPACE}. */
  HttpResponse<String> ofWorkspace(String path) throws Exception {
    URI uri = server.address().resolve("/workspaces/ws-1" + path);
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  /** The same while it is being answered. */
  HttpResponse<InputStream> open(String path) throws Exception {
    URI uri = server.address().resolve("/workspaces/ws-1/batches" + path);
    return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofInputStream());
  }

  /** What is answered with 200. */
  JsonNode json(String path) throws Exception {
    HttpResponse<String> answer = get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return body(answer);
  }

  static JsonNode body(HttpResponse<String> answer) throws Exception {
    return JSON.readTree(answer.body());
  }

  /** JSON with single quotes, in which {@code @n} is n seconds after the start. */
  static JsonNode expected(String text) throws Exception {
    return JSON.readTree(
        TIME.matcher(text.replace('\'', '"'))
            .replaceAll(at -> Long.toString(START + 1_000L * Long.parseLong(at.group(1)))));
  }

  @Override
  public void close() {
    // The client first: a server waits a second for connections that are merely open.
    client.close();
    server.close();
  }
}
