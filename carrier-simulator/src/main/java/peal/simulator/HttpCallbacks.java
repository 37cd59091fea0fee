package peal.simulator;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import peal.simulator.CallbackQueue.Waiting;

/**
 * Posts callbacks, signed, and again with growing gaps while the receiver cannot be reached or
 * answers 408, 429 or 5xx: {@value #TRIES} tries within half a minute. Any other refusal would not
 * get better by asking again.
 *
 * <p>There is room for a number of callbacks and their bytes. An address may have three times what
 * is still free, which is three quarters of all where it is the only one, so that a dead one does
 * not starve others; ringing and progress, which nobody misses, find room in the first half only.
 * What finds none is not sent. Thread-safe.
 */
final class HttpCallbacks implements Callbacks, AutoCloseable {
  private static final int TRIES = 6;
  private static final Duration FIRST_GAP = Duration.ofMillis(200);
  private static final int GAP_GROWTH = 3;
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Duration COMPANY = Duration.ofMillis(20);

  /** A sender that got no answer waits: where nobody listens, tries cost most and bring least. */
  private static final Duration AFTER_SILENCE = Duration.ofMillis(250);

  private static final int MOST_ADDRESSES = 64;
  private static final double HALF = 0.5;
  private static final int OF_ONE_ADDRESS = 3;

  private final Map<Address, CallbackQueue> queues = new HashMap<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Bound waiting;
  private final int sendersEach;
  private final CallbackPosts posts;
  private final Timers timers;
  private final Map<Result, Counter> counts = new EnumMap<>(Result.class);

  /**
   * Made by the first callback: it would make every start wait. Without a connect timeout, for its
   * timers would outlive connections that are refused at once; the request's covers connecting.
   */
  private HttpClient client;

  private enum Result {
    DELIVERED,
    REPEATED,
    GIVEN_UP,
    SHED
  }

  /**
   * Callbacks that are posted as {@code posts} writes them.
   *
   * @param waiting room for those that have not been delivered or given up
   * @param sendersEach how many requests to one address may be under way
   */
  HttpCallbacks(
      Bound waiting, int sendersEach, CallbackPosts posts, Timers timers, MeterRegistry metrics) {
    this.waiting = waiting;
    this.sendersEach = sendersEach;
    this.posts = posts;
    this.timers = timers;
    for (Result result : Result.values()) {
      counts.put(
          result,
          Counter.builder("peal.simulator.callbacks")
              .description("Tries to deliver a callback; shed are those for which was no room")
              .tag("result", result.name().toLowerCase(Locale.ROOT))
              .register(metrics));
    }
    Gauge.builder("peal.simulator.callbacks.waiting", waiting, Bound::count)
        .description("Callbacks that are neither delivered nor given up")
        .register(metrics);
    Gauge.builder("peal.simulator.callbacks.waiting.bytes", waiting, Bound::bytes)
        .description("What they take of the heap, estimated from above")
        .register(metrics);
  }

  @Override
  public CompletionStage<Void> deliver(Address to, Callback callback, Duration delay) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    CallbackQueue queue = roomFor(to, callback);
    if (queue == null) {
      count(Result.SHED);
      done.complete(null);
      return done;
    }
    Waiting first = new Waiting(callback, 0, false, done);
    if (delay.isPositive()) {
      timers.after(delay, () -> enqueue(queue, first));
    } else {
      enqueue(queue, first);
    }
    return done;
  }

  /** The queue in which {@code callback} has room from now on, or null where there is none. */
  private CallbackQueue roomFor(Address to, Callback callback) {
    double share = callback.event().lifeSign() ? HALF : 1;
    if (!waiting.takeWithin(share, callback.weight())) {
      return null;
    }
    synchronized (queues) {
      CallbackQueue queue = queues.get(to);
      if (queue == null && makeRoom()) {
        queue = new CallbackQueue(to, sendersEach);
        queues.put(to, queue);
      }
      if (queue != null && queue.hold(OF_ONE_ADDRESS * (waiting.free() + 1))) {
        return queue;
      }
    }
    waiting.give(callback.weight());
    return null;
  }

  private boolean makeRoom() {
    if (queues.size() >= MOST_ADDRESSES) {
      queues.values().removeIf(CallbackQueue::idle);
    }
    return queues.size() < MOST_ADDRESSES;
  }

  private void enqueue(CallbackQueue queue, Waiting callback) {
    if (queue.add(callback)) {
      threads.execute(() -> sendAll(queue));
    }
  }

  private void sendAll(CallbackQueue queue) {
    try {
      List<Waiting> next;
      do {
        if (queue.address().perPost() > 1 && queue.scarce()) {
          Thread.sleep(COMPANY);
        }
        next = queue.take();
        if (!next.isEmpty()) {
          send(queue, next);
        }
      } while (!next.isEmpty());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(CallbackQueue queue, List<Waiting> together) throws InterruptedException {
    List<Callback> callbacks = together.stream().map(Waiting::callback).toList();
    int status = post(posts.of(queue.address(), callbacks));
    boolean refused = status >= 300 && status < 500 && status != 408 && status != 429;
    if (refused && together.size() > 1) {
      // One of them may be what is wrong; the others need not share its fate.
      together.forEach(each -> {
        count(Result.REPEATED);
        enqueue(queue, each.byItself());
      });
    } else {
      together.forEach(each -> settle(queue, each.triedOnceMore(), status, refused));
    }
    if (status == 0) {
      Thread.sleep(AFTER_SILENCE);
    }
  }

  private void settle(CallbackQueue queue, Waiting callback, int status, boolean refused) {
    boolean taken = status >= 200 && status < 300;
    if (!taken && !refused && callback.tries() < TRIES) {
      count(Result.REPEATED);
      Duration gap = FIRST_GAP.multipliedBy((long) Math.pow(GAP_GROWTH, callback.tries() - 1));
      timers.after(gap, () -> enqueue(queue, callback));
    } else {
      count(taken ? Result.DELIVERED : Result.GIVEN_UP);
      waiting.give(callback.callback().weight());
      queue.release();
      callback.done().complete(null);
    }
  }

  /** The status of the answer; 0 where there was none. */
  private int post(CallbackPosts.Post post) throws InterruptedException {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(post.url()))
              .timeout(TIMEOUT)
              .header("Content-Type", post.contentType())
              .header(post.signatureHeader(), post.signature())
              .POST(BodyPublishers.ofByteArray(post.body()))
              .build();
      return client().send(request, BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0;
    } catch (IllegalArgumentException e) {
      // No address that the client can use: it will not become one.
      return 400;
    }
  }

  private synchronized HttpClient client() {
    if (client == null) {
      client =
          HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(threads).build();
    }
    return client;
  }

  private void count(Result result) {
    counts.get(result).increment();
  }

  /** Drops what has not been delivered. */
  @Override
  public synchronized void close() {
    if (client != null) {
      client.shutdownNow();
    }
    threads.shutdownNow();
  }
}
