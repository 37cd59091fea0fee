package peal.projector.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import peal.domain.DoNotCallList;
import peal.domain.PhoneNumber;
import peal.domain.event.CallEvent.NumberSuppressed;
import peal.domain.event.Suppression;
import peal.projector.Story;
import peal.projector.fold.ListEntry;
import peal.projector.fold.ListsAnswer;

/** Do-not-call lists in the stores of a task. */
class StoredListsTest {
  private static final DoNotCallList COMPLAINTS = new DoNotCallList("complaints");

  @TempDir Path folder;
  private DrivenProjector projector;

  @BeforeEach
  void start() {
    projector = new DrivenProjector(folder);
  }

  @AfterEach
  void stop() {
    projector.close();
  }

  @Test
  void entriesAreFoundByListAndByNumberAndCounted() {
    say(2, COMPLAINTS, false);
    say(1, COMPLAINTS, false);
    say(1, DoNotCallList.OPT_OUT, false);

    assertThat(projector.reader().lists().numbers())
        .containsEntry("complaints", 2L)
        .containsEntry("opt-out", 1L);
    assertThat(projector.reader().entries(COMPLAINTS, null, 10))
        .extracting(ListEntry::number)
        .containsExactly(number(1), number(2));
    assertThat(projector.reader().entries(COMPLAINTS, number(1), 10)).hasSize(1);
    assertThat(projector.reader().entries(number(1)))
        .extracting(ListEntry::list)
        .containsExactly(COMPLAINTS, DoNotCallList.OPT_OUT);
    assertThat(projector.reader().lists().answer("ask_1"))
        .contains(new ListsAnswer("ask_1", 3, 0, 0, 0));
  }

  @Test
  void whatIsTakenOffLeavesNoEntryAndNoList() {
    say(1, COMPLAINTS, false);
    say(1, COMPLAINTS, true);

    assertThat(projector.reader().lists().numbers()).isEmpty();
    assertThat(projector.reader().entries(number(1))).isEmpty();
    // What is known of the lane's lists as a whole stays.
    assertThat(projector.entries(ProjectorTopology.DO_NOT_CALL)).isEqualTo(1);
  }

  /** It is a wish; the lane's answer makes it a fact. */
  @Test
  void anEntryThatNoLaneHasConfirmedIsNotShown() {
    projector.send(
        projector.topics.suppressions(),
        new Suppression(number(1), COMPLAINTS, Story.at(1), false, null, null, null, null));

    assertThat(projector.reader().lists().numbers()).isEmpty();
  }

  @Test
  void whatEarlierVersionsHaveStoredIsRead() {
    String entry =
        "{\"number\":\"+15550003001\",\"list\":\"complaints\",\"at\":1772366400000,"
            + "\"removed\":false,\"by\":\"key_1\",\"request\":\"ask_1\"}";

    ListEntry read = StoredLists.readEntry(entry.getBytes(StandardCharsets.UTF_8));

    assertThat(read.number()).isEqualTo(number(1));
    assertThat(read.confirmed()).isNull();
    assertThat(read.said()).isEqualTo(Instant.parse("2026-03-01T12:00:00Z"));
    assertThat(
            StoredLists.read("{\"numbers\":{\"complaints\":2}}".getBytes(StandardCharsets.UTF_8))
                .said())
        .isEmpty();
  }

  private void say(int row, DoNotCallList list, boolean removed) {
    Suppression entry =
        new Suppression(number(row), list, Story.at(1), removed, null, null, "key_1", "ask_1");
    projector.send(
        projector.topics.callEvents(),
        new NumberSuppressed(entry, Story.at(2), true, 0, List.of()));
  }

  private static PhoneNumber number(int row) {
    return new PhoneNumber("+1555000300" + row);
  }
}
