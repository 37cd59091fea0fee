package peal.simulator;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Delivers callbacks. */
interface Callbacks {
  /**
   * Delivers {@code callback} after {@code delay}. The stage completes, always normally, when the
   * receiver took it, the sender gave up, or there was no room for it. Never blocks.
   */
  CompletionStage<Void> deliver(Address to, Callback callback, Duration delay);

  /**
   * Where a call's callbacks go.
   *
   * @param url to which they are posted
   * @param perPost how many may go into one body, 1–100
   * @param format how they are written and signed
   */
  record Address(String url, int perPost, Format format) {
    /** One that speaks this carrier's own protocol. */
    Address(String url, int perPost) {
      this(url, perPost, Format.PEAL);
    }
  }

  /** How callbacks are written and signed. */
  enum Format {
    /** As docs/carrier-protocol.md has it. */
    PEAL,
    /** As Twilio does: a form each, to the address with the callback's reference as its query. */
    TWILIO
  }
}
