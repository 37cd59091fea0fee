package peal.projector.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import peal.domain.BatchId;
import peal.domain.CallStatus;
import peal.domain.Outcome;
import peal.domain.PhoneNumber;
import peal.projector.Story;
import peal.projector.fold.LaneBatchKey;
import peal.projector.query.NumberCalls;

/** A number is found in all batches and single calls of its lane, and only there. */
class NumberSearchTest {
  private static final Story OLDER = Story.of("b1", 0);
  private static final Story NEWER = Story.of("b3", 0);
  private static final Story ALONE = Story.of("b2", 0);

  private DrivenProjector projector;

  @BeforeEach
  void start(@TempDir Path folder) {
    projector = new DrivenProjector(folder);
    given(OLDER, 2_500);
    given(NEWER, 3);
    projector.send(projector.topics.batchCommands(), ALONE.openedAlone());
    projector.send(projector.topics.callJobs(), ALONE.row(1));
    projector.send(projector.topics.batchCommands(), ALONE.sealed(1));
  }

  private void given(Story story, long rows) {
    projector.send(projector.topics.batchCommands(), story.opened(rows, rows));
    for (long row = 1; row <= rows; row++) {
      projector.send(projector.topics.callJobs(), story.row(row));
    }
    projector.send(projector.topics.batchCommands(), story.sealed(rows));
  }

  @AfterEach
  void stop() {
    projector.close();
  }

  @Test
  void aNumberOfAllIsFoundInAllTheNewestFirst() {
    assertThat(jobs(look(Story.number(1), null)))
        .containsExactly("call_b3-0-1", "call_b2-0-1", "call_b1-0-1");
  }

  @Test
  void theEdgesOfBlocksAreFound() {
    for (long row : List.of(1_000, 1_001, 2_000, 2_001, 2_500)) {
      assertThat(jobs(look(Story.number(row), null))).containsExactly("call_b1-0-" + row);
    }
  }

  /** A file may have one number a million times. */
  @Test
  void ofOneBatchAThousandCallsAreTold() {
    Story same = Story.of("b4", 0);
    projector.send(projector.topics.batchCommands(), same.opened(1_200, 1_200));
    for (long row = 1; row <= 1_200; row++) {
      projector.send(projector.topics.callJobs(), same.row(row, Story.number(7)));
    }
    projector.send(projector.topics.batchCommands(), same.sealed(1_200));

    assertThat(projector.reader().numbered(Story.number(7), same.batch(), null).calls())
        .hasSize(NumberSearch.MOST_CALLS);
    assertThat(look(Story.number(7), null).looked()).isEqualTo(same.batch());
  }

  @Test
  void aNumberThatNobodyDialsIsNotFound() {
    assertThat(look(Story.number(2_501), null).calls()).isEmpty();
    assertThat(look(Story.number(2_501), null).looked()).isNull();
  }

  @Test
  void oneThatIsOlderThanABatchIsLookedForInOlderOnly() {
    assertThat(jobs(look(Story.number(1), NEWER.batch())))
        .containsExactly("call_b2-0-1", "call_b1-0-1");
    assertThat(jobs(projector.reader().numbered(Story.number(1), OLDER.batch(), null)))
        .containsExactly("call_b1-0-1");
  }

  @Test
  void aCallIsFoundAsItIsShown() {
    projector.happens(NEWER.dialing(1, 1, 2));
    projector.happens(NEWER.settled(1, 1, 9, Outcome.ANSWERED));
    projector.happens(NEWER.stopped(10));

    assertThat(look(Story.number(1), null).calls().getFirst().call().view().status())
        .isEqualTo(CallStatus.COMPLETED);
    assertThat(look(Story.number(2), null).calls().getFirst().call().view().status())
        .as("dropped by the cancel")
        .isEqualTo(CallStatus.CANCELLED);
  }

  @Test
  void rowsThatAnEarlierVersionHasReadAreLookedAtOneByOne() {
    KeyValueStore<Bytes, byte[]> calls = projector.driver.getKeyValueStore(ProjectorTopology.CALLS);
    LaneBatchKey batch = new LaneBatchKey(Story.lane(0), OLDER.batch().token());
    calls.put(StoreKeys.marks(batch, 1), null);

    assertThat(jobs(look(Story.number(1_500), null))).containsExactly("call_b1-0-1500");
    assertThat(jobs(look(Story.number(2_001), null))).containsExactly("call_b1-0-2001");
  }

  @Test
  void oneLookHasAnEndAndSaysWhereItCameTo() {
    for (int batch = 0; batch < 1_001; batch++) {
      Story story = Story.of("a%04d".formatted(batch), 0);
      projector.send(projector.topics.batchCommands(), story.opened(1, 1));
      projector.send(projector.topics.callJobs(), story.row(1));
    }

    NumberCalls first = look(Story.number(1), null);
    NumberCalls rest = look(Story.number(1), first.looked());

    assertThat(first.calls()).hasSize(NumberSearch.MOST_CALLS);
    assertThat(first.calls().size() + rest.calls().size()).isEqualTo(1_004);
    assertThat(rest.looked()).isNull();
    assertThat(jobs(rest)).doesNotContainAnyElementsOf(jobs(first));
  }

  private NumberCalls look(PhoneNumber number, BatchId before) {
    return projector.reader().numbered(number, null, before);
  }

  private static List<String> jobs(NumberCalls found) {
    return found.calls().stream().map(one -> one.call().id().toString()).toList();
  }
}
