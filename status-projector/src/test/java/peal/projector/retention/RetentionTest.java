package peal.projector.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static peal.projector.Story.at;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import peal.domain.BatchId;
import peal.domain.Lane;
import peal.domain.Limits;
import peal.domain.Outcome;
import peal.domain.Workspace;
import peal.domain.WorkspaceId;
import peal.domain.event.BatchCommand.BatchForgotten;
import peal.projector.MemoryLanes;
import peal.projector.Story;
import peal.projector.fold.LaneFold;
import peal.projector.query.Batches;
import peal.projector.query.LaneBatch;
import peal.projector.query.RoutedLane;

class RetentionTest {
  private static final Duration KEPT = Duration.ofSeconds(1_000);
  private static final Story LEFT = Story.of("b1", 0);
  private static final Story RIGHT = Story.of("b1", 1);

  private final MemoryLanes memory = new MemoryLanes();
  private final LaneFold fold = new LaneFold(memory);
  private final Map<BatchId, List<Lane>> forgotten = new LinkedHashMap<>();
  private Instant now = at(0);

  private final Retention retention =
      new Retention(
          KEPT,
          () -> List.of(workspace()),
          this::endedBy,
          lane -> new RoutedLane(lane, memory),
          this::forget,
          () -> now);

  private static Workspace workspace() {
    return new Workspace(
        Story.WORKSPACE, "ws", 2, new Limits(1, 1, 1_000), List.of(), List.of(), at(0));
  }

  private List<LaneBatch> endedBy(Lane lane, Instant cutoff, int limit) {
    return memory.parts(lane).stream()
        .filter(part -> part.view().forgottenAt() == null)
        .filter(part -> part.view().endedAt() != null)
        .filter(part -> !part.view().endedAt().isAfter(cutoff))
        .limit(limit)
        .toList();
  }

  private void forget(Map<BatchId, List<Lane>> batches) {
    forgotten.putAll(batches);
    batches.forEach(
        (batch, lanes) -> lanes.forEach(lane -> fold.apply(lane, new BatchForgotten(batch, now))));
  }

  private void givenABatchOfTwoLanes() {
    for (Story part : List.of(LEFT, RIGHT)) {
      fold.apply(Story.lane(part.lane()), part.opened(2, 1));
      fold.apply(Story.lane(part.lane()), part.row(1));
      fold.apply(Story.lane(part.lane()), part.sealed(1));
    }
  }

  private List<BatchId> shown() {
    return new Batches(List.of(memory.reader(Story.lane(0)), memory.reader(Story.lane(1))))
        .all().stream().map(batch -> batch.id()).toList();
  }

  @Test
  void aBatchStaysUntilItsRetentionAfterItsLastLaneHasPassed() {
    givenABatchOfTwoLanes();
    fold.apply(Story.lane(0), LEFT.settled(1, 1, 10, Outcome.BUSY));
    now = at(2_000);
    assertThat(retention.sweep()).as("one lane still dials").isZero();

    fold.apply(Story.lane(1), RIGHT.settled(1, 1, 2_000, Outcome.BUSY));
    now = at(2_999.999);
    assertThat(retention.sweep()).isZero();
    assertThat(shown()).containsExactly(LEFT.batch());

    now = at(3_000);
    assertThat(retention.sweep()).isEqualTo(1);
    assertThat(forgotten).containsEntry(LEFT.batch(), List.of(Story.lane(0), Story.lane(1)));
    assertThat(shown()).isEmpty();
    assertThat(retention.sweep()).as("nothing is forgotten twice").isZero();
  }

  @Test
  void aBatchThatWasCancelledOrExpiredEndsToo() {
    givenABatchOfTwoLanes();
    fold.apply(Story.lane(0), LEFT.stopped(10));
    fold.apply(Story.lane(1), RIGHT.stopped(11));
    Story never = Story.of("b2", 0);
    fold.apply(Story.lane(0), never.opened(5, 5));
    fold.apply(Story.lane(0), never.expired(20));

    now = at(1_020);

    assertThat(retention.sweep()).isEqualTo(2);
  }

  @Test
  void aSingleCallIsForgottenInItsLaneAlone() {
    Story single = Story.of("c1", 1);
    fold.apply(Story.lane(1), single.openedAlone());
    fold.apply(Story.lane(1), single.row(1));
    fold.apply(Story.lane(1), single.sealed(1));
    fold.apply(Story.lane(1), single.settled(1, 1, 5, Outcome.ANSWERED));

    now = at(1_005);

    assertThat(retention.sweep()).isEqualTo(1);
    assertThat(forgotten).containsEntry(single.batch(), List.of(Story.lane(1)));
    assertThat(new ArrayList<>(endedBy(Story.lane(1), now, 10))).isEmpty();
  }

  /** A workspace whose lanes cannot be read comes first, and would keep all others waiting. */
  @Test
  void whatCannotBeReadKeepsNobodyElseWaiting() {
    Story single = Story.of("c1", 1);
    fold.apply(Story.lane(1), single.openedAlone());
    fold.apply(Story.lane(1), single.row(1));
    fold.apply(Story.lane(1), single.sealed(1));
    fold.apply(Story.lane(1), single.settled(1, 1, 5, Outcome.ANSWERED));
    now = at(1_005);
    Workspace broken =
        new Workspace(
            new WorkspaceId("broken"),
            "ws",
            1,
            new Limits(1, 1, 1_000),
            List.of(),
            List.of(),
            at(0));
    Retention all =
        new Retention(
            KEPT,
            () -> List.of(broken, workspace()),
            (lane, cutoff, limit) -> {
              if (lane.workspace().equals(broken.id())) {
                throw new IllegalStateException("a fault that a test wants");
              }
              return endedBy(lane, cutoff, limit);
            },
            lane -> new RoutedLane(lane, memory),
            this::forget,
            () -> now);

    assertThat(all.sweep()).isEqualTo(1);
    assertThat(forgotten).containsOnlyKeys(single.batch());
  }

  @Test
  void whatStillRunsIsNeverForgotten() {
    givenABatchOfTwoLanes();
    fold.apply(Story.lane(0), LEFT.dialing(1, 1, 5));
    fold.apply(Story.lane(0), LEFT.stopped(10, 1L));
    fold.apply(Story.lane(1), RIGHT.stopped(10));

    now = at(1_000_000);

    assertThat(retention.sweep()).isZero();
  }
}
