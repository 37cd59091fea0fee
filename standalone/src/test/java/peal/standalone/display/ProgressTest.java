package peal.standalone.display;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class ProgressTest {
  @Test
  void withoutATerminalThereAreFewLinesAndTheLastStateIsAmongThem() {
    // given
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    // when
    try (Progress progress = new Progress.Lines(new PrintStream(out))) {
      progress.show(new Tally("processing", 10, 10, 0, 0, 0, 0));
      for (int i = 0; i < 1_000; i++) {
        progress.show(new Tally("processing", 10, 5, 2, 2, 1, 0));
      }
      progress.show(new Tally("completed", 10, 0, 0, 8, 1, 1));
    }

    // then
    assertThat(out.toString().lines())
        .containsExactly(
            "0 of 10 ended: 0 active, 0 completed, 0 failed",
            "10 of 10 ended: 0 active, 8 completed, 1 failed, 1 cancelled");
  }

  @Test
  void whoeverWatchesSeesWhyNobodyIsDialed() {
    JsonNode stopped =
        JsonNodeFactory.instance
            .objectNode()
            .put("status", "processing")
            .put("total", 10)
            .set("dialing", JsonNodeFactory.instance.objectNode().put("stopped", true));

    assertThat(Tally.of(stopped).parts()).contains("dialing is stopped");
    assertThat(new Tally("paused", 10, 10, 0, 0, 0, 0).parts()).endsWith("; paused");
  }
}
