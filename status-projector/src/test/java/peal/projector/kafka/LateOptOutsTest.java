package peal.projector.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import peal.domain.AttemptId;
import peal.domain.Outcome;
import peal.domain.event.CallEvent.LateOptOut;
import peal.domain.event.Suppression;
import peal.projector.MemoryLanes;
import peal.projector.Story;
import peal.projector.fold.LaneFold;
import peal.topics.Topics;

/** Somebody says to want no more calls when dispatch has forgotten the call. */
class LateOptOutsTest {
  private static final Story STORY = DrivenProjector.STORY;
  private static final AttemptId FIRST = new AttemptId(STORY.call(1), 1);

  private final MemoryLanes memory = new MemoryLanes();
  private DrivenProjector projector;

  @BeforeEach
  void start(@TempDir Path folder) {
    projector = new DrivenProjector(folder);
    projector.send(projector.topics.batchCommands(), STORY.opened(1, 1));
    projector.send(projector.topics.callJobs(), STORY.row(1));
    projector.send(projector.topics.batchCommands(), STORY.sealed(1));
    projector.happens(STORY.dialing(1, 1, 2));
    projector.happens(STORY.settled(1, 1, 9, Outcome.ANSWERED));
  }

  @AfterEach
  void stop() {
    projector.close();
  }

  @Test
  void theNumberOfTheCallIsPutOnTheList() {
    projector.happens(new LateOptOut(FIRST, Story.at(90)));

    Suppression entry = Suppression.ofOptOut(Story.number(1), FIRST, Story.at(90));
    assertThat(entries())
        .extracting(TestRecord::key, TestRecord::value)
        .containsExactly(tuple(Topics.key(Story.lane(0), entry), entry));
    assertThat(lost()).isZero();
  }

  @Test
  void whereTheCallIsNotKnownThatIsCounted() {
    projector.happens(new LateOptOut(new AttemptId(STORY.call(0), 1), Story.at(90)));
    AttemptId forgotten = new AttemptId(Story.of("gone", 0).call(1), 1);
    projector.happens(new LateOptOut(forgotten, Story.at(90)));

    assertThat(entries()).isEmpty();
    assertThat(lost()).isEqualTo(2);
  }

  /** Events are read before rows. */
  @Test
  void whereItsRowIsReadLaterItIsPutOnTheListThen() {
    Story late = Story.of("b2", 0);
    projector.send(projector.topics.batchCommands(), late.opened(1, 1));
    projector.happens(new LateOptOut(new AttemptId(late.call(1), 1), Story.at(90)));
    assertThat(entries()).isEmpty();

    projector.send(projector.topics.callJobs(), late.row(1));

    assertThat(entries())
        .extracting(entry -> entry.value().number())
        .containsExactly(Story.number(1));
    assertThat(lost()).isZero();
  }

  @Test
  void whatIsReadAgainIsNotSaidAgain() {
    LateOptOut heard = new LateOptOut(FIRST, Story.at(90));
    LaneFold fold = new LaneFold(memory);
    fold.apply(Story.lane(0), STORY.opened(1, 1), 0);
    fold.apply(Story.lane(0), STORY.row(1), 0);

    fold.apply(Story.lane(0), heard, 7);
    fold.apply(Story.lane(0), heard, 7);

    assertThat(memory.listed()).hasSize(1);
  }

  private List<TestRecord<String, Suppression>> entries() {
    var topic = projector.topics.suppressions();
    return projector
        .driver
        .createOutputTopic(topic.name(), topic.keys().deserializer(), topic.values().deserializer())
        .readRecordsToList();
  }

  private double lost() {
    return projector.registry.get("peal_opt_outs_lost").counter().count();
  }
}
