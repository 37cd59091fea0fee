package peal.projector.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import peal.domain.Lane;
import peal.projector.MemoryLanes;
import peal.projector.Story;
import peal.projector.fold.LaneFold;
import peal.projector.query.LaneDirectory.Sources;

class RoutedLaneTest {
  private static final Story STORY = Story.of("b1", 0);

  private final MemoryLanes memory = new MemoryLanes();
  private final LaneReader good = memory.reader(Story.lane(0));
  private final Deque<Sources> looks = new ArrayDeque<>();
  private final RoutedLane lane =
      new RoutedLane(
          Story.lane(0), any -> looks.size() > 1 ? looks.removeFirst() : looks.getFirst());

  RoutedLaneTest() {
    new LaneFold(memory).apply(Story.lane(0), STORY.opened(1, 1));
  }

  @Test
  void theOwnerAnswers() {
    looks.add(new Sources(Optional.of(good), List.of(new Gone())));

    assertThat(lane.batch(STORY.batch())).isPresent();
    assertThat(lane.stale()).isFalse();
  }

  @Test
  void anOwnerThatHasMovedIsLookedUpAgain() {
    looks.add(new Sources(Optional.of(new Gone()), List.of()));
    looks.add(new Sources(Optional.of(good), List.of()));

    assertThat(lane.batches(BatchSpan.ALL)).hasSize(1);
    assertThat(lane.stale()).isFalse();
  }

  @Test
  void aCopyAnswersAndSaysSoWhileNoOwnerDoes() {
    looks.add(new Sources(Optional.empty(), List.of(new Gone(), good)));

    assertThat(lane.batch(STORY.batch())).isPresent();
    assertThat(lane.stale()).isTrue();
  }

  @Test
  void withoutAnyoneTheLaneIsUnavailable() {
    looks.add(new Sources(Optional.of(new Gone()), List.of(new Gone())));

    assertThatThrownBy(() -> lane.blocks(STORY.batch())).isInstanceOf(LaneUnavailable.class);
  }

  @Test
  void eventsAreAskedOfTheOwnerAloneAndOnce() {
    List<String> asked = new ArrayList<>();
    looks.add(new Sources(Optional.of(asked(asked, "owner")), List.of(asked(asked, "copy"))));

    assertThatThrownBy(() -> lane.events(0, 10, 1_000)).isInstanceOf(LaneUnavailable.class);
    assertThatThrownBy(lane::eventSpan).isInstanceOf(LaneUnavailable.class);

    assertThat(asked).containsExactly("owner", "owner");
  }

  private static RelayedLane asked(List<String> asked, String whom) {
    return new RelayedLane() {
      @Override
      public Lane lane() {
        return Story.lane(0);
      }

      @Override
      public <T> T ask(Function<LaneReader, T> question) {
        asked.add(whom);
        throw new LaneUnavailable(lane(), "busy", null);
      }
    };
  }

  /** A lane that whoever had it does not have any more. */
  private record Gone() implements RelayedLane {
    @Override
    public Lane lane() {
      return Story.lane(0);
    }

    @Override
    public <T> T ask(Function<LaneReader, T> question) {
      throw new LaneUnavailable(lane(), "gone", null);
    }
  }
}
