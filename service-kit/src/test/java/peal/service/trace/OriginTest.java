package peal.service.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class OriginTest {
  private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  @Test
  void itComesBackFromHeadersOfARecordAndFromAStore() {
    Origin origin = new Origin("req-1", PARENT);
    RecordHeaders headers = new RecordHeaders();
    origin.addTo(headers);

    assertThat(Origin.of(headers)).isEqualTo(origin);
    assertThat(Origin.ofStored(origin.stored())).isEqualTo(origin);
    assertThat(Origin.ofStored(new Origin("a", null).stored())).isEqualTo(new Origin("a", null));
    assertThat(Origin.of(new RecordHeaders())).isEqualTo(Origin.NONE);
  }

  @Test
  void whatIsNoIdAndNoParentIsLeftOut() {
    assertThat(new Origin("a b\n", "00-xyz")).isEqualTo(Origin.NONE);
    assertThat(new Origin("x".repeat(65), PARENT + "-more").isNone()).isTrue();
  }

  @Test
  void aThreadWorksForItUntilItLeaves() {
    Origin origin = new Origin("req-2", PARENT);

    try (Origin.Entered entered = origin.enter()) {
      assertThat(Origin.current()).isEqualTo(origin);
    }

    assertThat(Origin.current()).isEqualTo(Origin.NONE);
  }

  @Test
  void overHttpItHasTheNamesThatEverybodyKnows() {
    Map<String, String> headers = new HashMap<>();
    new Origin("req-3", PARENT).toHttp(headers::put);

    assertThat(headers)
        .containsOnly(Map.entry("X-Request-Id", "req-3"), Map.entry("traceparent", PARENT));
  }
}
