package peal.projector.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import peal.projector.Story;

class CatchUpTest {
  private static final TopicPartition EVENTS = new TopicPartition("events", 3);
  private static final TopicPartition ROWS = new TopicPartition("rows", 3);

  private final FakeInputs inputs = new FakeInputs();
  private final FoldPosition position = new FoldPosition();
  private final CatchUp catchUp = new CatchUp(inputs, position);

  @Test
  void aPartitionIsHeldUntilAllThatWasThereIsCommitted() {
    inputs.ends(EVENTS, 10, 8L);
    inputs.ends(ROWS, 5, 4L);
    inputs.committed.put(EVENTS, 8L);
    catchUp.begins(3);
    assertThat(catchUp.hasRead(3)).isFalse();
    assertThat(catchUp.done()).isFalse();

    catchUp.look();
    assertThat(catchUp.hasRead(3)).isFalse();

    // What is written later is not waited for.
    inputs.ends(ROWS, 9, 6L);
    inputs.committed.put(ROWS, 5L);
    catchUp.look();
    assertThat(catchUp.hasRead(3)).isFalse();

    inputs.committed.put(EVENTS, 10L);
    catchUp.look();
    assertThat(catchUp.hasRead(3)).isTrue();
    assertThat(catchUp.done()).isTrue();
  }

  @Test
  void whatWasReadBeforeIsFoldedThoughNothingFollows() {
    inputs.ends(EVENTS, 10, 8L);
    inputs.committed.put(EVENTS, 8L);
    catchUp.begins(3);
    catchUp.look();
    assertThat(position.of(3)).isEqualTo(FoldPosition.UNKNOWN);

    inputs.committed.put(EVENTS, 10L);
    catchUp.look();
    assertThat(position.of(3)).isEqualTo(9);

    position.read(3, Story.lane(0), 12);
    assertThat(position.of(3)).isEqualTo(12);
    catchUp.ends(3);
    assertThat(position.of(3)).isEqualTo(FoldPosition.UNKNOWN);
  }

  /** Streams commits no marks that no record follows. */
  @Test
  void marksOfTransactionsAreNoRecords() {
    inputs.ends(EVENTS, 10, 6L);
    inputs.ends(ROWS, 2);
    inputs.committed.put(EVENTS, 7L);
    catchUp.begins(3);

    catchUp.look();

    assertThat(catchUp.done()).isTrue();
  }

  @Test
  void whereNothingWasEverWrittenNothingIsWaitedFor() {
    inputs.ends(EVENTS, 0);
    inputs.ends(ROWS, 0);
    catchUp.begins(3);

    catchUp.look();

    assertThat(catchUp.done()).isTrue();
  }

  @Test
  void aRecordThatIsKnownToBeUnreadIsNotReadAgain() {
    inputs.ends(EVENTS, 10, 8L, 9L);
    inputs.ends(ROWS, 0);
    inputs.committed.put(ROWS, 0L);
    catchUp.begins(3);

    catchUp.look();
    catchUp.look();
    assertThat(inputs.reads).isEqualTo(1);

    inputs.committed.put(EVENTS, 9L);
    catchUp.look();
    assertThat(inputs.reads).isEqualTo(2);
    assertThat(catchUp.hasRead(3)).isFalse();
  }

  @Test
  void whoTakesAPartitionOverAgainWaitsForMore() {
    inputs.ends(EVENTS, 1, 0L);
    catchUp.begins(3);
    catchUp.look();
    catchUp.ends(3);
    assertThat(catchUp.done()).isTrue();
    assertThat(catchUp.hasRead(3)).as("of somebody else's partition").isFalse();

    inputs.ends(EVENTS, 4, 3L);
    inputs.committed.put(EVENTS, 1L);
    catchUp.begins(3);
    catchUp.look();
    assertThat(catchUp.hasRead(3)).isFalse();

    inputs.committed.put(EVENTS, 4L);
    catchUp.look();
    assertThat(catchUp.hasRead(3)).isTrue();
  }

  @Test
  void aRecordThatIsDeletedUnreadIsNotWaitedForForEver() {
    inputs.ends(EVENTS, 10, 8L);
    inputs.committed.put(EVENTS, 8L);
    catchUp.begins(3);
    catchUp.look();
    inputs.deleted(EVENTS);

    for (int i = 0; i < 60; i++) {
      catchUp.look();
    }

    assertThat(catchUp.hasRead(3)).isTrue();
  }

  @Test
  void aPartitionOfWhichNobodyCanTellHoldsNoOtherUp() {
    inputs.ends(EVENTS, 0);
    inputs.unknown = 2;
    catchUp.begins(2);
    catchUp.begins(3);

    assertThat(catchUp.look()).isFalse();
    assertThat(catchUp.hasRead(3)).isTrue();
    assertThat(catchUp.hasRead(2)).isFalse();

    inputs.unknown = -1;
    assertThat(catchUp.look()).isTrue();
    assertThat(catchUp.done()).isTrue();
  }

  @Test
  void whatIsTakenOverWhileItsEndsAreAskedForIsAskedForAgain() {
    inputs.ends(EVENTS, 4, 3L);
    catchUp.begins(3);
    inputs.meanwhile =
        () -> {
          inputs.ends(EVENTS, 9, 8L);
          inputs.committed.put(EVENTS, 4L);
          catchUp.begins(3);
        };

    catchUp.look();
    catchUp.look();

    assertThat(catchUp.hasRead(3)).isFalse();
    inputs.committed.put(EVENTS, 9L);
    catchUp.look();
    assertThat(catchUp.hasRead(3)).isTrue();
  }

  @Test
  void theThreadLooksUntilAllIsRead() {
    inputs.ends(EVENTS, 1, 0L);
    catchUp.start();
    catchUp.begins(3);
    inputs.committed.put(EVENTS, 1L);

    await().atMost(Duration.ofSeconds(60)).until(() -> catchUp.hasRead(3));

    catchUp.close();
    await().atMost(Duration.ofSeconds(60)).until(() -> inputs.closed);
  }
}
