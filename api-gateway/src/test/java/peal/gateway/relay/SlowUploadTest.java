package peal.gateway.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import peal.service.ByteBudget;
import peal.service.http.ApiError;

/** An upload that is only compared with an earlier one has the same limits as every other. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SlowUploadTest {
  private static final Duration BETWEEN_BYTES = Duration.ofSeconds(25);

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final ByteBudget room = new ByteBudget(8L * FormHash.ROOM);
  private final UploadLimits limits =
      new UploadLimits(1_000_000, Duration.ofSeconds(600), room, nanos::get);

  /** A byte each 25 s, and no end. */
  private Upload endless() {
    InputStream body =
        new InputStream() {
          @Override
          public int read() {
            bytes.incrementAndGet();
            nanos.addAndGet(BETWEEN_BYTES.toNanos());
            return 'x';
          }

          @Override
          public int read(byte[] into, int from, int most) {
            into[from] = (byte) read();
            return 1;
          }
        };
    HttpServletRequest request =
        (HttpServletRequest)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, args) -> -1L);
    Context ctx =
        (Context)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Context.class},
                (proxy, method, args) ->
                    switch (method.getName()) {
                      case "req" -> request;
                      case "bodyInputStream" -> body;
                      default -> null;
                    });
    return Upload.of(ctx, limits);
  }

  @Test
  void aRepeatThatComesByteByByteEndsWithItsTime() {
    Upload upload = endless();

    assertThatThrownBy(upload::drain)
        .isInstanceOfSatisfying(
            ApiError.class,
            refused -> {
              assertThat(refused.status()).isEqualTo(408);
              assertThat(refused.code()).isEqualTo("UPLOAD_TOO_SLOW");
            });
    assertThat(bytes.get()).as("bytes that were waited for").isEqualTo(25);
  }

  @Test
  void aWorkspaceHashesNoMoreThanItsShareOfTheRoom() {
    ByteBudget.Held first = endless().hashed("acme");
    ByteBudget.Held second = endless().hashed("acme");

    Upload third = endless();

    assertThatThrownBy(() -> third.hashed("acme"))
        .isInstanceOfSatisfying(
            ApiError.class, refused -> assertThat(refused.code()).isEqualTo("TOO_MANY_BODIES"));
    endless().hashed("rival").close();
    second.close();
    third.hashed("acme").close();
    first.close();
    assertThat(room.taken()).isZero();
  }
}
