package peal.standalone.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class PartsTest {
  private final List<String> ended = new CopyOnWriteArrayList<>();

  @Test
  void theYoungestEndsFirst() {
    // given
    Parts parts = new Parts(Duration.ofSeconds(10));
    parts.add("broker", () -> ended.add("broker"));
    parts.add("service", () -> ended.add("service"));
    parts.add("gateway", () -> ended.add("gateway"));

    // when
    parts.close();
    parts.close();

    // then
    assertThat(ended).containsExactly("gateway", "service", "broker");
  }

  @Test
  void onePartThatFailsOrHangsDoesNotKeepTheOthers() {
    // given
    Parts parts = new Parts(Duration.ofMillis(100));
    parts.add("broker", () -> ended.add("broker"));
    parts.add("hanging", () -> new CountDownLatch(1).await());
    parts.add(
        "failing",
        () -> {
          throw new IllegalStateException("as tests do");
        });

    // when
    parts.close();

    // then
    assertThat(ended).containsExactly("broker");
  }

  @Test
  void aPartThatStartsWhileAllIsBeingEndedIsEndedAtOnce() {
    Parts parts = new Parts(Duration.ofSeconds(10));
    parts.close();

    assertThatThrownBy(() -> parts.add("late", () -> ended.add("late")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("stopped while late was starting");
    assertThat(ended).containsExactly("late");
  }
}
