package peal.standalone.chaos.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import peal.testkit.api.Answer;
import peal.testkit.api.PealClient;

/**
 * A client that keeps to the rules, and therefore may expect to be served in the end: it repeats
 * what had no answer, at the next gateway and with the same Idempotency-Key; where it is told to
 * come back later it does, after as long as it is told. Thread-safe.
 */
public final class PatientClient {
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofMinutes(4);

  /** After this a client whose key is said to be in use looks whether its batch is there. */
  private static final Duration IN_USE = Duration.ofSeconds(45);

  private final Map<String, Integer> answers = new TreeMap<>();

  /** Says how often each answer came, by status and code; {@code silence} where none came. */
  public synchronized Map<String, Integer> answers() {
    return new TreeMap<>(answers);
  }

  /**
   * Uploads until it is accepted.
   *
   * @param shop whose upload
   * @param firstGateway where to begin
   * @param fields more of the form
   * @param name names the batch; used to find it where nobody knows how the upload ended
   * @return the answer that accepted it; empty when nobody did within four minutes
   */
  public Optional<Answer> upload(
      Shop shop, int firstGateway, byte[] csv, Map<String, String> fields, String name)
      throws InterruptedException {
    Map<String, String> form = new HashMap<>(fields);
    form.put("agentId", shop.agentId());
    form.put("name", name);
    Instant begin = Instant.now();
    String key = "chaos " + name;
    int tries = 0;
    while (Instant.now().isBefore(begin.plus(LONGEST))) {
      int gateway = firstGateway + tries++;
      String with = key;
      Optional<Answer> answer = send(() -> shop.client(gateway).upload(csv, form, with));
      if (answer.isPresent() && answer.get().status() == 200) {
        return answer;
      }
      if (answer.isPresent() && answer.get().status() == 409) {
        if (Instant.now().isAfter(begin.plus(IN_USE))) {
          Optional<Answer> found = find(shop.client(gateway), name);
          if (found.isPresent()) {
            return found;
          }
          // What the refusal tells a client to do.
          key = "chaos " + name + ", try " + tries;
        }
      }
      Thread.sleep(pause(answer));
    }
    return Optional.empty();
  }

  /**
   * Cancels until that is acknowledged, or until there is nothing to cancel any more.
   *
   * @return the acknowledgement; empty where the batch had ended before, or nobody answered
   */
  public Optional<Answer> cancel(Shop shop, int firstGateway, String batch)
      throws InterruptedException {
    Instant begin = Instant.now();
    int tries = 0;
    while (Instant.now().isBefore(begin.plus(LONGEST))) {
      int gateway = firstGateway + tries++;
      Optional<Answer> answer = send(() -> shop.client(gateway).cancel(batch));
      if (answer.isPresent() && answer.get().status() == 200) {
        return answer;
      }
      if (answer.isPresent() && answer.get().status() == 409) {
        return Optional.empty();
      }
      Thread.sleep(pause(answer));
    }
    return Optional.empty();
  }

  /** The answer; empty where there was none. */
  private Optional<Answer> send(Supplier<Answer> request) {
    try {
      Answer answer = request.get();
      count(answer.status() + " " + answer.text("code"));
      return Optional.of(answer);
    } catch (UncheckedIOException e) {
      count("silence");
      return Optional.empty();
    }
  }

  private synchronized void count(String answer) {
    answers.merge(answer.strip(), 1, Integer::sum);
  }

  private static Duration pause(Optional<Answer> answer) {
    return answer
        .flatMap(given -> given.headers().firstValue("Retry-After"))
        .filter(seconds -> seconds.matches("\\d{1,3}"))
        .map(Long::parseLong)
        .map(Duration::ofSeconds)
        .orElse(BETWEEN_TRIES);
  }

  /** The batch of that name, as if its upload had just been answered. */
  private Optional<Answer> find(PealClient client, String name) {
    Answer list;
    try {
      list = client.list("page=1&limit=100");
    } catch (UncheckedIOException e) {
      return Optional.empty();
    }
    for (JsonNode batch : list.body().path("batches")) {
      String id = batch.path("id").asText(batch.path("batchId").asText());
      if (batch.path("name").asText().equals(name)
          && !batch.path("status").asText().equals("failed")) {
        return seen(client, id);
      }
    }
    return Optional.empty();
  }

  private static Optional<Answer> seen(PealClient client, String id) {
    try {
      Answer status = client.status(id);
      if (status.status() != 200 || !(status.body() instanceof ObjectNode body)) {
        return Optional.empty();
      }
      body.put("batchId", id);
      return Optional.of(status);
    } catch (UncheckedIOException e) {
      return Optional.empty();
    }
  }
}
