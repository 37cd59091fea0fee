package peal.service.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import peal.topics.Topics;

/** What is said of topics that keep an application's state. */
class ChangelogsTest {
  private static Changelogs.Found found(int copies, int inSync, int largest, Duration tombstones) {
    return new Changelogs.Found("peal-x-calls-changelog", copies, inSync, largest, tombstones);
  }

  @Test
  void asTheyAreMadeNothingIsToBeDoubted() {
    Changelogs.Found usual = found(3, 2, Topics.LARGEST_DERIVED, TaskFolders.TOMBSTONES);

    assertThat(usual.doubts()).isEmpty();
    assertThat(usual.refuses()).isFalse();
  }

  @Test
  void fewCopiesAndShortMemoriesAreNamed() {
    assertThat(found(1, 1, Topics.LARGEST_DERIVED, Duration.ofHours(23)).doubts())
        .hasSize(2)
        .allMatch(doubt -> doubt.startsWith("peal-x-calls-changelog "))
        .anyMatch(doubt -> doubt.contains("one copy"))
        .anyMatch(doubt -> doubt.contains("delete.retention.ms") && doubt.contains("PT23H"));
    assertThat(found(3, 1, Topics.LARGEST_DERIVED, Duration.ofDays(1)).doubts())
        .singleElement()
        .asString()
        .contains("min.insync.replicas=1");
  }

  @Test
  void onesMadeBeforeLargeRecordsRefuseThem() {
    assertThat(found(3, 2, Topics.LARGEST_INPUT, TaskFolders.TOMBSTONES).refuses()).isTrue();
  }
}
