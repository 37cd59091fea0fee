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
  void whatNeedsTheOthersEndsFirstWhicheverWasReadyFirst() {
    // given
    Parts parts = new Parts(Duration.ofSeconds(10));
    parts.add(Stage.DIALER, () -> ended.add("service"));
    parts.add(Stage.GATEWAY, () -> ended.add("gateway"));
    parts.add(Stage.BROKER, () -> ended.add("broker"));

    // when
    parts.close();
    parts.close();

    // then
    assertThat(ended).containsExactly("gateway", "service", "broker");
  }

  @Test
  void onePartThatFailsOrHangsDoesNotKeepTheOthers() {
    // given
    Parts parts = new Parts(Duration.ofSeconds(2));
    parts.add(Stage.BROKER, () -> ended.add("broker"));
    parts.add(Stage.DIALER, () -> new CountDownLatch(1).await());
    parts.add(
        Stage.GATEWAY,
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

    assertThatThrownBy(() -> parts.add(Stage.INGEST, () -> ended.add("late")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("stopped while ingest was starting");
    assertThat(ended).containsExactly("late");
  }
}
