package peal.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FormHashTest {
  private static final String FILE = file("calls.csv", "text/csv", "phone_number\n+1\n");
  private static final String AGENT = field("agentId", "agent_1");
  private static final String NAME = field("name", "Spring");
  private static final String HASH = hash("xyz", FILE, AGENT, NAME);

  private static String file(String name, String type, String content) {
    return "Content-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\nContent-Type: %s\r\n\r\n%s"
        .formatted(name, type, content);
  }

  private static String field(String name, String value) {
    return "Content-Disposition: form-data; name=\"%s\"\r\n\r\n%s".formatted(name, value);
  }

  private static String body(String boundary, String... parts) {
    StringBuilder body = new StringBuilder();
    for (String part : parts) {
      body.append("--").append(boundary).append("\r\n").append(part).append("\r\n");
    }
    return body.append("--").append(boundary).append("--\r\n").toString();
  }

  private static String hash(String boundary, String... parts) {
    return hashOf(Optional.of(boundary), body(boundary, parts), 7);
  }

  private static String hashOf(Optional<String> boundary, String body, int block) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    FormHash hash = new FormHash(boundary);
    for (int at = 0; at < bytes.length; at += block) {
      hash.update(bytes, at, Math.min(block, bytes.length - at));
    }
    return hash.value();
  }

  @Test
  void theSameFormIsTheSameHoweverItIsWritten() {
    assertThat(
            List.of(
                hash("another boundary", FILE, AGENT, NAME),
                hash("xyz", NAME, FILE, AGENT),
                hash(
                    "xyz",
                    file("copy (2).csv", "application/vnd.ms-excel", "phone_number\n+1\n"),
                    AGENT,
                    NAME),
                hash("xyz", FILE, field("agentId", " agent_1\r\n"), NAME, field("sheet", " ")),
                hash("xyz", FILE, AGENT, "Content-Type: text/plain; charset=utf-8\r\n" + NAME),
                hashOf(Optional.of("xyz"), "preamble\r\n" + body("xyz", FILE, AGENT, NAME), 1_000)))
        .containsOnly(HASH);
  }

  @Test
  void jsonIsTheSameInWhateverOrderItsFieldsAre() {
    assertThat(
            hash(
                "xyz",
                FILE,
                field("columns", "{\"a\": \"X\", \"b\": [1, {\"c\": 1.50, \"d\": 2}]}")))
        .isEqualTo(
            hash("xyz", FILE, field("columns", "{\"b\":[1,{\"d\":2,\"c\":1.50}],\n\"a\":\"X\"}")))
        .isNotEqualTo(
            hash("xyz", FILE, field("columns", "{\"b\":[{\"d\":2,\"c\":1.50},1],\"a\":\"X\"}")))
        .isNotEqualTo(
            hash("xyz", FILE, field("columns", "{\"b\":[1,{\"d\":2,\"c\":1.51}],\"a\":\"X\"}")));
    assertThat(hash("xyz", FILE, field("columns", "{\"a\": 1, \"a\": 2}")))
        .isNotEqualTo(hash("xyz", FILE, field("columns", "{\"a\": 2, \"a\": 1}")));
  }

  @Test
  void anotherFormIsAnother() {
    assertThat(
            List.of(
                hash("xyz", file("calls.csv", "text/csv", "phone_number\n+2\n"), AGENT, NAME),
                hash("xyz", file("calls.csv", "text/csv", "phone_number\n+1"), AGENT, NAME),
                hash("xyz", FILE, AGENT),
                hash("xyz", FILE, AGENT, field("name", "Autumn")),
                hash("xyz", FILE, field("agent", "Id\0agent_1"), NAME),
                hash("xyz", FILE, AGENT, NAME, NAME)))
        .doesNotContain(HASH)
        .doesNotHaveDuplicates();
  }

  @Test
  void aFormOfMorePartsThanAnyHasIsHashedAsItCameAndItsPartsAreNotKept() {
    String[] parts = new String[65];
    Arrays.fill(parts, NAME);
    String body = body("xyz", parts);

    assertThat(hashOf(Optional.of("xyz"), body, 100)).isEqualTo(hashOf(Optional.empty(), body, 9));
  }

  @Test
  void fieldsThatAreTooLongTogetherAreHashedAsTheyCame() {
    String half = field("columns", "x".repeat(150 * 1024));
    String body = body("xyz", half, half);

    assertThat(hashOf(Optional.of("xyz"), body, 4_096))
        .isEqualTo(hashOf(Optional.empty(), body, 4_096))
        .isNotEqualTo(hash("xyz", half));
  }

  @Test
  void whatIsNoFormIsHashedAsItCame() {
    String broken = body("xyz", FILE).replace("--xyz--", "");

    assertThat(hashOf(Optional.of("xyz"), broken, 5))
        .isEqualTo(hashOf(Optional.empty(), broken, 9));
    assertThat(hashOf(Optional.empty(), "a", 1)).isNotEqualTo(hashOf(Optional.empty(), "b", 1));
    assertThat(hashOf(Optional.empty(), "", 1)).isEqualTo(hashOf(Optional.of("xyz"), "", 1));
  }
}
