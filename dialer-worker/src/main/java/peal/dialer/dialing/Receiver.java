package peal.dialer.dialing;

import peal.domain.DialRequest;
import peal.service.trace.Origin;

/** Takes a request whose offset has been committed: from here on it is ours alone. */
@FunctionalInterface
interface Receiver {
  /** Takes {@code request}, which was polled at {@code arrival}; must not block. */
  void receive(DialRequest request, Origin origin, Moment arrival);
}
