package peal.service.http;

import io.javalin.http.Context;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.server.Request;
import peal.service.ByteBudget;

/** When the client has been answered, which is later than when the handlers are through. */
public final class Answered {
  private Answered() {}

  /**
   * Keeps what is {@code held} until the answer to {@code ctx} has been written, or never will be.
   */
  public static void thenLetGo(Context ctx, ByteBudget.Held held) {
    Request.addCompletionListener(
        ServletContextRequest.getServletContextRequest(ctx.req()), fault -> held.close());
  }
}
