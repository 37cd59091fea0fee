package peal.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndHeldBackTest {
  private final ByteArrayOutputStream seen = new ByteArrayOutputStream();

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private void readAll(InputStream in) throws IOException {
    byte[] block = new byte[5_000];
    int count = in.read(block, 0, block.length);
    while (count >= 0) {
      seen.write(block, 0, count);
      count = in.read(block, 0, block.length);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4_999, 16_383, 16_384, 16_385, 100_000})
  void everythingComesThroughOnceTheGateHasLetItPass(int length) throws IOException {
    AtomicBoolean passed = new AtomicBoolean();

    readAll(
        new EndHeldBack(
            new ByteArrayInputStream(bytes(length)),
            () -> {
              assertThat(seen.size()).isLessThanOrEqualTo(Math.max(0, length - 1));
              assertThat(passed.getAndSet(true)).isFalse();
            }));

    assertThat(seen.toByteArray()).isEqualTo(bytes(length));
    assertThat(passed).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 16_384, 100_000})
  void theEndStaysBehindAClosedGate(int length) {
    InputStream in =
        new EndHeldBack(
            new ByteArrayInputStream(bytes(length)),
            () -> {
              throw new IOException("closed");
            });

    assertThatThrownBy(() -> readAll(in)).hasMessage("closed");
    assertThat(seen.size()).isLessThan(length);
  }
}
