package peal.gateway.json;

import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import peal.gateway.Refusals;

/** The query of a request. */
public final class Query {
  private Query() {}

  /**
   * The parameter {@code name}, if it was sent.
   *
   * @throws peal.service.http.ApiError 400 when it was sent twice: nobody can tell which is meant
   */
  public static Optional<String> parameter(Context ctx, String name) {
    List<String> all = ctx.queryParams(name);
    if (all.size() > 1) {
      throw Refusals.field(
          name, "'" + name + "' was sent %d times. Send it once.".formatted(all.size()));
    }
    return all.stream().findFirst();
  }
}
