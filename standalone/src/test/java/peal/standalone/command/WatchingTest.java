package peal.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import peal.standalone.client.Refused;

class WatchingTest {
  private final List<Long> pauses = new ArrayList<>();
  private int asked;

  /** It is complete at the question after so many refusals. */
  private JsonNode refused(int times, int status) {
    asked++;
    if (asked > 1 && asked <= times + 1) {
      throw new Refused(status, "no");
    }
    ObjectNode batch = JsonNodeFactory.instance.objectNode();
    return batch.put("isComplete", asked > 1).put("status", asked > 1 ? "completed" : "processing");
  }

  @Test
  void whoAsksTooOftenAsksLessOften() throws InterruptedException {
    int exit = new Watching(() -> refused(6, 429), pauses::add).untilComplete();

    assertThat(exit).isZero();
    assertThat(pauses).containsExactly(300L, 600L, 1_200L, 2_400L, 4_800L, 5_000L, 5_000L);
  }

  @Test
  void aServerThatRestartsIsWaitedFor() throws InterruptedException {
    assertThat(new Watching(() -> refused(3, 503), pauses::add).untilComplete()).isZero();
    assertThat(pauses).containsOnly(300L).hasSize(4);
  }

  @Test
  void whatWillNotHealIsTold() {
    assertThatThrownBy(() -> new Watching(() -> refused(1, 404), pauses::add).untilComplete())
        .isInstanceOf(Refused.class);
  }
}
