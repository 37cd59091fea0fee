package peal.projector.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import peal.domain.BatchExtent;
import peal.domain.Outcome;
import peal.domain.event.BatchCommand.BatchExtended;
import peal.domain.event.BatchCommand.BatchOpened;
import peal.domain.event.CallEvent;
import peal.domain.event.CallEvent.BatchFinished;
import peal.domain.event.LaneEvent;
import peal.projector.LoggedLane;
import peal.projector.MemoryLanes;
import peal.projector.MemoryLog;
import peal.projector.Story;
import peal.projector.fold.LaneFold;
import peal.projector.query.ApiEvent;

/**
 * A batch in several lanes, each read and folded at its own pace, its events followed meanwhile.
 */
class WorkspaceEventsPropertyTest {
  /** When somebody cancels the batch. */
  private enum Cancel {
    NEVER,
    DURING_ITS_UPLOAD,
    LATER
  }

  @Property(tries = 1_000)
  void whoeverFollowsIsToldOfTheEndOnceAndLast(@ForAll Random random) {
    MemoryLanes memory = new MemoryLanes();
    Cancel cancel = Cancel.values()[random.nextInt(Cancel.values().length)];
    boolean keptOpen = random.nextInt(3) == 0;
    List<Long> rows = List.of(1L + random.nextInt(3), random.nextLong(4), random.nextLong(4));
    BatchExtent extent = keptOpen ? new BatchExtent(0, 1, 3, rows, false, 0L) : null;
    List<LaneLife> lives = new ArrayList<>();
    for (int lane = 0; lane < rows.size(); lane++) {
      lives.add(new LaneLife(memory, Story.of("b1", lane), rows, extent, random, cancel));
    }
    WorkspaceEvents events =
        new WorkspaceEvents(
            Story.WORKSPACE, lives.stream().map(LaneLife::reader).toList(), Story.at(100));
    Cursor at = events.oldest();
    List<ApiEvent> told = new ArrayList<>();
    List<LaneLife> living = new ArrayList<>(lives);
    while (!living.isEmpty()) {
      LaneLife next = living.get(random.nextInt(living.size()));
      if (!next.step(random)) {
        living.remove(next);
      }
      if (random.nextInt(4) == 0) {
        WorkspaceEvents.Page page = events.page(at, 1 + random.nextInt(5));
        told.addAll(page.events());
        at = page.next();
      }
    }
    told.addAll(events.page(at, 1_000).events());

    assertThat(ids(told)).doesNotHaveDuplicates();
    assertThat(ids(told)).contains("evt_b1-completed").last().isEqualTo("evt_b1-completed");
    assertThat(ids(again(events, 1 + random.nextInt(5))))
        .as("read from the beginning")
        .containsExactlyInAnyOrderElementsOf(ids(told))
        .last()
        .isEqualTo("evt_b1-completed");
  }

  private static List<ApiEvent> again(WorkspaceEvents events, int limit) {
    List<ApiEvent> told = new ArrayList<>();
    WorkspaceEvents.Page page = events.page(events.oldest(), limit);
    told.addAll(page.events());
    while (page.more()) {
      page = events.page(page.next(), limit);
      told.addAll(page.events());
    }
    return told;
  }

  private static List<String> ids(List<ApiEvent> events) {
    return events.stream().map(ApiEvent::id).toList();
  }

  /** What a lane's fold reads: what was asked for, and beside it what came of that. */
  private static final class LaneLife {
    private final MemoryLanes memory;
    private final MemoryLog log = new MemoryLog();
    private final LaneFold fold;
    private final Story story;
    private final List<LaneEvent> asked = new ArrayList<>();
    private final List<CallEvent> happened = new ArrayList<>();
    private long folded = -1;

    LaneLife(
        MemoryLanes memory,
        Story story,
        List<Long> ofLanes,
        BatchExtent extent,
        Random random,
        Cancel cancel) {
      this.memory = memory;
      this.fold = new LaneFold(memory);
      this.story = story;
      int rows = Math.toIntExact(ofLanes.get(story.lane()));
      BatchOpened opened = story.opened(ofLanes.stream().mapToLong(Long::longValue).sum(), rows);
      asked.add(extent == null ? opened : opened.keptOpen(extent, null));
      for (long row = 1; row <= rows; row++) {
        asked.add(story.row(row));
      }
      asked.add(story.sealed(rows));
      boolean closes = extent != null && cancel == Cancel.NEVER;
      if (closes) {
        asked.add(new BatchExtended(story.batch(), Story.at(5), extent.close()));
      }
      int dialed =
          switch (cancel) {
            case NEVER -> rows;
            case DURING_ITS_UPLOAD -> 0;
            case LATER -> random.nextInt(rows + 1);
          };
      int settled = cancel == Cancel.LATER ? random.nextInt(dialed + 1) : dialed;
      for (long row = 1; row <= dialed; row++) {
        happened.add(story.dialing(row, 1, seconds(random)));
      }
      for (long row = 1; row <= settled; row++) {
        happened.add(story.settled(row, 1, seconds(random), Outcome.ANSWERED));
      }
      if (closes) {
        happened.add(new BatchFinished(story.batch(), Story.at(seconds(random))));
      }
      // Where all have ended after the seal, dispatch has forgotten the batch, and stops nothing.
      boolean isLeft = settled < rows || extent != null || cancel == Cancel.DURING_ITS_UPLOAD;
      if (cancel != Cancel.NEVER && isLeft) {
        List<Long> out = new ArrayList<>();
        for (long row = settled + 1; row <= dialed; row++) {
          out.add(row);
        }
        happened.add(story.stopped(40, out.toArray(Long[]::new)));
        for (long row : out) {
          happened.add(story.settled(row, 1, seconds(random), Outcome.ANSWERED));
        }
      }
      happened.forEach(log::add);
    }

    /** Lanes have clocks of their own, and a few moments for all that happens. */
    private static double seconds(Random random) {
      return 10 + random.nextInt(5);
    }

    LoggedLane reader() {
      return new LoggedLane(
          Story.lane(story.lane()), memory.reader(Story.lane(story.lane())), log, () -> folded);
    }

    /** Folds a record; false where there is none left. */
    boolean step(Random random) {
      if (happened.isEmpty() || (!asked.isEmpty() && random.nextBoolean())) {
        if (!asked.isEmpty()) {
          fold.apply(Story.lane(story.lane()), asked.removeFirst());
        }
      } else {
        folded++;
        fold.apply(Story.lane(story.lane()), happened.removeFirst(), folded);
      }
      return !(asked.isEmpty() && happened.isEmpty());
    }
  }
}
