package peal.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReductionTest {
  private static Asked asked(String target, String json) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("x-api-key", "peal_secret");
    headers.put("Idempotency-Key", "it's");
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return new Asked("POST", target, headers, Optional.of(new Asked.Body(bytes, Optional.empty())));
  }

  private static String body(Asked asked) {
    return asked.body().map(body -> new String(body.bytes(), StandardCharsets.UTF_8)).orElse("");
  }

  @Test
  void onlyWhatMattersIsLeft() {
    Asked failing = asked("/a?x=1&y=2", "{\"b\": [1, {\"c\": true, \"d\": [2]}], \"e\": \"f\"}");

    Asked least =
        Reduction.of(
            failing, each -> each.target().contains("y=2") && body(each).contains("\"c\":true"));

    assertThat(least.target()).isEqualTo("/a?y=2");
    assertThat(least.headers()).isEmpty();
    assertThat(body(least)).isEqualTo("{\"b\":[{\"c\":true}]}");
  }

  @Test
  void whatCannotBeReducedStaysAndTheSearchEnds() {
    Asked failing = asked("/a", "{\"b\":");
    AtomicInteger tries = new AtomicInteger();

    Asked least = Reduction.of(failing, each -> tries.incrementAndGet() < 0);

    assertThat(least).isSameAs(failing);
    assertThat(tries).hasValue(3);
  }

  @Test
  void itIsPrintedForAShellAndWithoutItsKey() {
    assertThat(Reduction.curl(asked("/a?x=1", "{\"b\": \"it's\"}")))
        .isEqualTo(
            "curl -X POST \"$PEAL\"'/a?x=1' -H \"x-api-key: $KEY\""
                + " -H 'Idempotency-Key: it'\\''s' --data-raw '{\"b\": \"it'\\''s\"}'");
  }

  @Test
  void aFormIsReducedAndPrintedAsOne() {
    Map<String, String> fields = new LinkedHashMap<>(Map.of("file", "phone_number"));
    fields.put("name", "x");
    fields.put("limit", "0");
    Asked.Body form = new Asked.Body(Forms.bytes(fields, 1), Optional.of(fields));
    Asked failing = new Asked("POST", "/a", Map.of("Content-Type", Forms.TYPE), Optional.of(form));

    Asked least =
        Reduction.of(
            failing,
            each ->
                !each.headers().isEmpty()
                    && each.body()
                        .flatMap(Asked.Body::form)
                        .filter(all -> all.containsKey("limit") && all.containsKey("file"))
                        .isPresent());

    assertThat(Reduction.curl(least))
        .isEqualTo(
            "curl -X POST \"$PEAL\"'/a' -F 'file=\"phone_number\";filename=calls.csv'"
                + " --form-string 'limit=0'");
  }
}
