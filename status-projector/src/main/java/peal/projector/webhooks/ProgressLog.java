package peal.projector.webhooks;

import java.util.Collection;
import java.util.Optional;
import peal.domain.WebhookProgress;

/** Keeps how far webhooks are told. Thread-safe. */
public interface ProgressLog {
  /** What was kept last under {@code key}, by whichever instance. */
  Optional<WebhookProgress> last(String key);

  /** Keeps it; later where Kafka does not answer. What is lost of it is told again. */
  void keep(WebhookProgress progress);

  /** All that is kept. */
  Collection<WebhookProgress> all();

  /** Keeps it no longer: its webhook is deleted. Where Kafka does not answer, it stays. */
  void forget(WebhookProgress progress);
}
