package peal.standalone.chaos.load;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import peal.testkit.api.Answer;

/**
 * Asks again and again how one batch stands, at both gateways in turn, and writes down when it was
 * answered: so that it can be told for how long nobody could read. One thread of its own.
 */
public final class Reader implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(300);

  private final Shop shop;
  private final Supplier<String> batch;
  private final List<Instant> answered = new ArrayList<>();
  private final Thread thread;
  private int stale;

  /**
   * Begins to ask.
   *
   * @param batch the batch to ask about; null for none yet
   */
  public Reader(Shop shop, Supplier<String> batch) {
    this.shop = shop;
    this.batch = batch;
    this.thread = Thread.ofVirtual().name("reader-" + shop.workspace().name()).start(this::run);
  }

  private void run() {
    try {
      for (int turn = 0; ; turn++) {
        String id = batch.get();
        if (id != null) {
          ask(id, turn);
        }
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException | IllegalStateException e) {
      // Told to stop; the client says so in its own way.
    }
  }

  private void ask(String id, int turn) {
    try {
      Answer answer = shop.reader(turn).status(id);
      if (answer.status() == 200) {
        note(answer);
      }
    } catch (UncheckedIOException e) {
      // Silence is what is looked for.
    }
  }

  private synchronized void note(Answer answer) {
    answered.add(answer.at());
    if (answer.stale()) {
      stale++;
    }
  }

  /** When answers came, in order. */
  public synchronized List<Instant> answered() {
    return List.copyOf(answered);
  }

  /** How many of them said that they were behind. */
  public synchronized int stale() {
    return stale;
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
