package peal.service;

import java.net.URI;

/** A running service: it began when it was constructed, and ends when it is closed. */
public interface Service extends AutoCloseable {
  /** Where its HTTP endpoints are. */
  URI address();

  /** Whether it can do its work now. */
  boolean ready();

  /** Ends it, in order, within a stated time. Idempotent. */
  @Override
  void close();
}
