package peal.gateway;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.io.InputStream;
import peal.gateway.access.Caller;
import peal.service.ByteBudget;
import peal.service.http.Answered;

/**
 * What answers may take of the heap from when they are made until their readers have them. Shorter
 * ones, which a connection's own buffers swallow, do not count; nor do files, which are passed on
 * in pieces. While one is made its thread waits for nobody, so no more are made at once than there
 * are processors. Thread-safe.
 *
 * @param room of all workspaces, and of one
 */
public record AnswerRoom(ByteBudget room) {
  private static final int LEAST_COUNTED = 64 << 10;

  /** A definition as it is answered. */
  private static final int LARGEST_CHANGED = Shelf.LARGEST + (64 << 10);

  private static final String HELD = "peal.answer-room";

  /** Counts what is answered to workspaces. */
  void addTo(JavalinConfig config) {
    config.routes.afterMatched(this::count);
  }

  /**
   * To be asked before a definition is changed: when that is done it is too late to refuse the
   * answer that shows it.
   *
   * @throws peal.service.http.ApiError 503 where there is no room for that
   */
  void beforeChange(Context ctx) {
    if (ctx.method() != HandlerType.GET) {
      hold(ctx, LARGEST_CHANGED);
    }
  }

  private void count(Context ctx) throws IOException {
    InputStream answer = ctx.resultInputStream();
    int bytes = answer == null ? 0 : answer.available();
    if (bytes > LEAST_COUNTED && Caller.find(ctx).isPresent() && ctx.attribute(HELD) == null) {
      hold(ctx, bytes);
    }
  }

  private void hold(Context ctx, long bytes) {
    String owner = Caller.of(ctx).workspace().id().value();
    ByteBudget.Held held = room.take(owner, bytes).orElseThrow(Refusals::tooManyAnswers);
    ctx.attribute(HELD, true);
    Answered.thenLetGo(ctx, held);
  }
}
