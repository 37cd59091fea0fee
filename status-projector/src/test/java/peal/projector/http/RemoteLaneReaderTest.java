package peal.projector.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.http.HttpClient;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import peal.domain.BatchId;
import peal.domain.CallStatus;
import peal.domain.Outcome;
import peal.domain.event.LaneEvent;
import peal.projector.MemoryLanes;
import peal.projector.Story;
import peal.projector.fold.LaneFold;
import peal.projector.query.BatchSpan;
import peal.projector.query.CallShare;
import peal.projector.query.Instance;
import peal.projector.query.LaneReader;
import peal.projector.query.LaneUnavailable;
import peal.projector.query.RowRange;
import peal.service.http.HttpServer;
import peal.service.http.InternalToken;

class RemoteLaneReaderTest {
  private static final Story STORY = Story.of("b1", 0);

  private final MemoryLanes memory = new MemoryLanes();
  private final LaneReader local = memory.reader(Story.lane(0));
  private final HttpClient client = HttpClient.newHttpClient();
  private HttpServer server;
  private LaneReader remote;

  @BeforeEach
  void open() {
    LaneEvent[] events = {
      STORY.opened(3, 3),
      STORY.sealed(3),
      STORY.row(1),
      STORY.row(2),
      STORY.row(1_500),
      STORY.dialing(1, 1, 2),
      STORY.ended(1, 1, 12, Outcome.ANSWERED, 7.5),
      STORY.settled(1, 1, 12, Outcome.ANSWERED),
      STORY.dialing(2, 1, 2),
    };
    LaneFold fold = new LaneFold(memory);
    Stream.of(events)
        .forEach(event -> {
          fold.apply(Story.lane(0), event);
          memory.read(event);
        });
    server =
        HttpServer.start(
            "127.0.0.1",
            0,
            new HttpServer.Health(() -> true, () -> true),
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
            config -> new LaneRoutes((lane, copy) -> memory.reader(lane)).addTo(config));
    remote = at(server.address().getPort());
  }

  @AfterEach
  void close() {
    // The client first: a server waits a second for connections that are merely open.
    client.close();
    server.close();
  }

  private LaneReader at(int port) {
    return new RemoteLaneReader(
        client, InternalToken.none(), new Instance("127.0.0.1", port), Story.lane(0), false);
  }

  @Test
  void anotherInstancesAnswersAreTheSameAsLocalOnes() {
    BatchId id = STORY.batch();
    List<RowRange> ranges = List.of(new RowRange(0, 1_000), new RowRange(1_001, 2_000));
    EnumSet<CallStatus> statuses = EnumSet.of(CallStatus.ACTIVE, CallStatus.WAITING);

    assertThat(remote.batch(id)).isEqualTo(local.batch(id));
    assertThat(remote.batch(id).orElseThrow().readTo()).isEqualTo(2);
    assertThat(remote.batches(BatchSpan.ALL)).isEqualTo(local.batches(BatchSpan.ALL));
    assertThat(remote.batchIds(1, null)).containsExactly(id).isEqualTo(local.batchIds(1, null));
    assertThat(remote.batchIds(1, id)).isEqualTo(local.batchIds(1, id)).doesNotContain(id);
    assertThat(remote.batches(new BatchSpan(id, id))).hasSize(1);
    assertThat(remote.totals()).isEqualTo(local.totals());
    assertThat(remote.attemptsOut()).isEqualTo(1).isEqualTo(local.attemptsOut());
    assertThat(remote.blocks(id)).isEqualTo(local.blocks(id));
    assertThat(remote.call(id, 1)).isEqualTo(local.call(id, 1));
    assertThat(remote.calls(id, ranges, statuses, 10))
        .hasSize(2)
        .isEqualTo(local.calls(id, ranges, statuses, 10));
  }

  @Test
  void aShareOfCallsIsTheSameToo() {
    BatchId id = STORY.batch();
    List<RowRange> all = List.of(new RowRange(0, 2_000));
    EnumSet<CallStatus> statuses = EnumSet.allOf(CallStatus.class);
    CallShare first = new CallShare(1, false);

    assertThat(remote.rows(id, all, statuses, 10)).containsExactly(1L, 2L, 1_500L);
    assertThat(remote.calls(id, all, statuses, 10, first))
        .hasSize(1)
        .isEqualTo(local.calls(id, all, statuses, 10, first))
        .allSatisfy(
            call -> assertThat(call.view().lastAttempt().orElseThrow().transcript()).isNull());
  }

  /** An instance of an earlier version knows neither rows nor shares. */
  @Test
  void inTheMiddleOfAnUpgradeRowsAreThoseOfCalls() {
    try (HttpServer earlier =
        HttpServer.start(
            "127.0.0.1",
            0,
            new HttpServer.Health(() -> true, () -> true),
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
            config ->
                config.routes.get(
                    LaneRoutes.LANE + "/batches/{batch}/calls",
                    ctx ->
                        ctx.json(
                            local.calls(
                                STORY.batch(),
                                RowRange.parse(ctx.queryParam("ranges")),
                                EnumSet.allOf(CallStatus.class),
                                10))))) {
      assertThat(
              at(earlier.address().getPort())
                  .rows(
                      STORY.batch(),
                      List.of(new RowRange(2, 2_000)),
                      EnumSet.allOf(CallStatus.class),
                      10))
          .containsExactly(2L, 1_500L);
    }
  }

  @Test
  void whatIsNotThereIsEmpty() {
    assertThat(remote.batch(new BatchId("batch_zz"))).isEmpty();
    assertThat(remote.call(STORY.batch(), 99)).isEmpty();
  }

  @Test
  void anInstanceThatIsGoneMakesTheLaneUnavailable() {
    LaneReader gone = at(server.address().getPort());
    server.close();

    assertThatThrownBy(() -> gone.batch(STORY.batch())).isInstanceOf(LaneUnavailable.class);
  }
}
