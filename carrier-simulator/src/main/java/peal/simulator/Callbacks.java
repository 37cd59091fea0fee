package peal.simulator;

import java.net.URI;
import java.util.concurrent.CompletionStage;

/** Delivers callbacks. */
interface Callbacks {
  /**
   * Delivers {@code callback}; the stage completes, always normally, when the receiver took it or
   * the sender gave up. Never blocks.
   */
  CompletionStage<Void> deliver(URI to, Callback callback);
}
