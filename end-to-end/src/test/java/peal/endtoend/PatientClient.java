package peal.endtoend;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import peal.testkit.api.Answer;
import peal.testkit.api.PealClient;

/**
 * A client as the documents ask for: it waits as long as {@code Retry-After} says, and where a
 * connection fails it goes to the next gateway. Writes down every other fault that it is shown.
 * Thread-safe.
 */
final class PatientClient {
  private static final int MOST_TRIES = 100;

  private final List<PealClient> gateways;
  private final AtomicInteger turn = new AtomicInteger();
  final AtomicInteger asked = new AtomicInteger();
  final AtomicInteger toldToWait = new AtomicInteger();
  final AtomicInteger connectionsLost = new AtomicInteger();
  final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();

  PatientClient(List<PealClient> gateways) {
    this.gateways = List.copyOf(gateways);
  }

  /** Uploads with an {@code Idempotency-Key} until somebody takes it. */
  Answer upload(byte[] csv, String agentId, String key) throws InterruptedException {
    return ask("upload", client -> client.upload(csv, Map.of("agentId", agentId), key));
  }

  /** Asks for a batch's status until somebody answers. */
  Answer status(String batch) throws InterruptedException {
    return ask("status", client -> client.status(batch));
  }

  private Answer ask(String what, Function<PealClient, Answer> question)
      throws InterruptedException {
    asked.incrementAndGet();
    for (int i = 0; i < MOST_TRIES; i++) {
      PealClient gateway = gateways.get(Math.floorMod(turn.getAndIncrement(), gateways.size()));
      try {
        Answer answer = question.apply(gateway);
        boolean inUse = "IDEMPOTENCY_KEY_IN_USE".equals(answer.text("code"));
        if (answer.status() < 500 && !inUse) {
          return answer;
        }
        String retryAfter = answer.headers().firstValue("Retry-After").orElse("");
        if (answer.status() != 503 && !inUse || retryAfter.isEmpty()) {
          faults.add(what + ": " + answer.status() + " " + answer.text("code"));
          return answer;
        }
        toldToWait.incrementAndGet();
        TimeUnit.SECONDS.sleep(Long.parseLong(retryAfter));
      } catch (UncheckedIOException e) {
        connectionsLost.incrementAndGet();
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
    throw new AssertionError(what + " was not answered in " + MOST_TRIES + " tries");
  }
}
