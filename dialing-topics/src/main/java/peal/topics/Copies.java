package peal.topics;

import java.util.Optional;

/** How many copies a record wants to have. */
public final class Copies {
  /** Copies of a record that survive a broker and let writing go on beside it. */
  private static final int ENOUGH = 3;

  /** Copies that must hold a record before it is acknowledged, so that one may be lost. */
  private static final int SAFE = 2;

  private Copies() {}

  /**
   * Why an acknowledged record of a topic may be lost, or writing may stop, with one broker; empty
   * where neither is so.
   *
   * @param topic its name
   * @param copies the fewest of any of its partitions
   * @param inSync its {@code min.insync.replicas}
   */
  public static Optional<String> doubt(String topic, int copies, int inSync) {
    if (copies < SAFE) {
      return Optional.of("%s has one copy, which is lost with its broker".formatted(topic));
    }
    if (inSync < SAFE) {
      return Optional.of(
          "%s acknowledges what one broker has (min.insync.replicas=%d)".formatted(topic, inSync));
    }
    return inSync >= copies
        ? Optional.of(
            "%s takes nothing while one of its brokers is away (%d copies, min.insync.replicas=%d;"
                    .formatted(topic, copies, inSync)
                + " %d and %d are usual)".formatted(ENOUGH, SAFE))
        : Optional.empty();
  }
}
