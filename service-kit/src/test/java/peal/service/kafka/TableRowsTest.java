package peal.service.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TableRowsTest {
  private final AtomicInteger asked = new AtomicInteger();
  private final TableRows<String> rows =
      new TableRows<>(value -> {
        asked.incrementAndGet();
        return value.equals("gone") ? Optional.empty() : Optional.of(new String(value));
      });

  @Test
  void anOwnersRowsAreItsOwnAlone() {
    rows.keep("a/1", "one", 10);
    rows.keep("ab/1", "other", 10);
    rows.keep("a/2", "two", 10);
    rows.keep("a", "without", 10);

    assertThat(rows.values("a")).containsExactlyInAnyOrder("one", "two", "without");
    assertThat(rows.values("ab")).containsExactly("other");
    assertThat(rows.values("b")).isEmpty();

    rows.forget("a/1");
    rows.keep("a/2", "gone", 10);
    rows.forget("a");

    assertThat(rows.values("a")).isEmpty();
    assertThat(rows.share("a")).isEqualTo(TableShare.NONE);
    assertThat(rows.values()).containsExactly("other");
  }

  /** Whoever rebuilds something by the version would do so for each row, each minute. */
  @Test
  void pruningCountsWhatHasChangedOnly() {
    for (int i = 0; i < 100; i++) {
      rows.keep("a/" + i, "value-" + i, 10);
    }
    long before = rows.version();

    rows.prune();

    assertThat(asked).hasValue(200);
    assertThat(rows.version()).isEqualTo(before);
    rows.keep("a/1", "changed", 10);
    assertThat(rows.version()).isGreaterThan(before);
  }
}
