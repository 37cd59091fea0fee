package peal.standalone.chaos.load;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import peal.standalone.chaos.plan.PlannedUpload;
import peal.testkit.api.Answer;
import peal.testkit.api.Witness;

/** Uploads and cancels as planned, and lets the witness know what was accepted. Thread-safe. */
public final class Load implements AutoCloseable {
  private final Map<String, Shop> shops = new HashMap<>();
  private final Witness witness;
  private final Instant begin;
  private final Numbers numbers;
  private final PatientClient client = new PatientClient();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Accepted> accepted = new ArrayList<>();
  private final List<String> givenUp = new ArrayList<>();

  /**
   * An upload that was accepted.
   *
   * @param upload as it was planned
   * @param batchId what it became
   * @param sentAt when it was first sent
   * @param acceptedAt when it was accepted
   */
  public record Accepted(
      PlannedUpload upload, String batchId, Instant sentAt, Instant acceptedAt) {}

  /**
   * The load of {@code shops}.
   *
   * @param begin the moment from which the plan counts
   * @param rows how many different numbers the run needs
   */
  public Load(List<Shop> shops, Witness witness, Instant begin, int rows) {
    shops.forEach(shop -> this.shops.put(shop.workspace().name(), shop));
    this.witness = witness;
    this.begin = begin;
    this.numbers = new Numbers(rows);
  }

  /** Begins; the stage completes when the last upload and the last cancel have been answered. */
  public CompletableFuture<Void> start(List<PlannedUpload> uploads) {
    return CompletableFuture.allOf(
        uploads.stream()
            .map(upload -> CompletableFuture.runAsync(() -> carryOut(upload), threads))
            .toArray(CompletableFuture[]::new));
  }

  private void carryOut(PlannedUpload upload) {
    try {
      sleepUntil(begin.plus(upload.at()));
      Shop shop = shops.get(upload.workspace());
      List<String> own = numbers.of(upload);
      Instant sentAt = Instant.now();
      Optional<Answer> answer =
          client.upload(
              shop,
              upload.gateway(),
              csv(upload, own),
              UploadHours.fields(upload, sentAt),
              upload.name());
      if (answer.isEmpty()) {
        gaveUp(upload.name());
        return;
      }
      String batch = answer.get().text("batchId");
      witness.accepted(shop.reader(upload.gateway()), answer.get(), own);
      took(new Accepted(upload, batch, sentAt, answer.get().at()));
      if (upload.cancelAfter().isPresent()) {
        Thread.sleep(upload.cancelAfter().get());
        client
            .cancel(shop, upload.gateway(), batch)
            .ifPresent(acknowledged -> witness.cancelled(batch, acknowledged));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void took(Accepted upload) {
    accepted.add(upload);
  }

  private synchronized void gaveUp(String name) {
    givenUp.add(name);
  }

  /** What was accepted so far. */
  public synchronized List<Accepted> accepted() {
    return List.copyOf(accepted);
  }

  /** Names of the uploads that nobody accepted within four minutes. */
  public synchronized List<String> givenUp() {
    return List.copyOf(givenUp);
  }

  /** How often uploads and cancels were answered how. */
  public Map<String, Integer> answers() {
    return client.answers();
  }

  private static byte[] csv(PlannedUpload upload, List<String> numbers) {
    StringBuilder csv = new StringBuilder("phone_number,first_name,timezone\n");
    for (int row = 0; row < numbers.size(); row++) {
      String zone = UploadHours.zone(upload, row);
      csv.append(numbers.get(row)).append(",Ada,").append(zone).append('\n');
    }
    return csv.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void sleepUntil(Instant moment) throws InterruptedException {
    Duration left = Duration.between(Instant.now(), moment);
    if (left.isPositive()) {
      Thread.sleep(left);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
