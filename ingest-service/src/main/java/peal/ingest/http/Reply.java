package peal.ingest.http;

import io.javalin.http.Context;
import java.io.IOException;

/** An answer that is ready to be given, and what it needs until then. */
@FunctionalInterface
interface Reply extends AutoCloseable {
  /** Gives it, for as long as the client takes. */
  void to(Context client) throws IOException;

  @Override
  default void close() throws IOException {}
}
