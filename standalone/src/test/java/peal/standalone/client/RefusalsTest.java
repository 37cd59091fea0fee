package peal.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.junit.jupiter.api.Test;

class RefusalsTest {
  @Test
  void rowProblemsStandUnderTheSentence() throws Exception {
    JsonNode body =
        new ObjectMapper()
            .readTree(
                """
                {"error": "CSV validation failed", "message": "1 row cannot be dialed.",
                 "errors": [{"row": 3, "line": 4, "column": "phone_number",
                             "code": "too_short", "message": "'12' is too short."}]}
                """);

    assertThat(Refusals.sentence(400, body))
        .isEqualTo(
            """
            CSV validation failed: 1 row cannot be dialed.
              line 4: phone_number: '12' is too short.\
            """);
  }

  @Test
  void aSingleProblemIsSaidOnce() throws Exception {
    JsonNode body =
        new ObjectMapper()
            .readTree(
                """
                {"error": "CSV validation failed", "message": "At row 3 (line 4): '12' is too short.",
                 "errors": [{"row": 3, "line": 4, "code": "too_short", "message": "'12' is too short."}]}
                """);

    assertThat(Refusals.sentence(400, body))
        .isEqualTo("CSV validation failed: At row 3 (line 4): '12' is too short.");
  }

  @Test
  void aBodyThatSaysNothingLeavesTheStatus() {
    assertThat(Refusals.sentence(502, MissingNode.getInstance()))
        .isEqualTo("the server answered with status 502");
  }
}
