package peal.gateway.relay;

import java.net.http.HttpRequest.BodyPublisher;
import java.util.Optional;

/** A body that is sent to a service while it comes from somewhere else, so it is sent once. */
public interface RequestBody {
  /** Its type. */
  Optional<String> contentType();

  /** Whether to let the service see the headers before the body: it may not want it. */
  boolean asksFirst();

  /** Reads the body when it is sent. */
  BodyPublisher publisher();

  /** The answer is there, or will not come: nothing more is to be read. */
  void stop();

  /** Why sending failed, as far as this side can tell. */
  RuntimeException refusal();
}
