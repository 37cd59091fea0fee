package peal.simulator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/**
 * The callbacks that go to one address, first come first served, and how many senders work on them.
 * Thread-safe.
 */
final class CallbackQueue {
  private static final long MOST_BYTES_TOGETHER = 500_000;

  private final Callbacks.Address address;
  private final int mostSenders;
  private final Queue<Waiting> queue = new ArrayDeque<>();
  private int held;
  private int senders;

  /** A queue on which at most {@code mostSenders} work. */
  CallbackQueue(Callbacks.Address address, int mostSenders) {
    this.address = address;
    this.mostSenders = mostSenders;
  }

  /**
   * A callback on its way.
   *
   * @param callback what is told
   * @param tries how often it has been tried
   * @param alone whether it must not go with others, as somebody refused them together
   * @param done completes when it is delivered or given up
   */
  record Waiting(Callback callback, int tries, boolean alone, CompletableFuture<Void> done) {
    Waiting triedOnceMore() {
      return new Waiting(callback, tries + 1, alone, done);
    }

    Waiting byItself() {
      return new Waiting(callback, tries, true, done);
    }
  }

  Callbacks.Address address() {
    return address;
  }

  /**
   * Counts one more that is on its way to here, queued or to be queued, unless {@code most} are.
   */
  synchronized boolean hold(int most) {
    if (held >= most) {
      return false;
    }
    held++;
    return true;
  }

  /** One is delivered or given up. */
  synchronized void release() {
    held--;
  }

  /** Whether nothing is on its way to here. */
  synchronized boolean idle() {
    return held == 0;
  }

  /** Queues {@code callback}; true when another sender is to begin. */
  synchronized boolean add(Waiting callback) {
    queue.add(callback);
    // Where many go into one body, few senders carry them; else one each.
    int wanted = 1 + (queue.size() - 1) / address.perPost();
    if (senders >= Math.min(wanted, mostSenders)) {
      return false;
    }
    senders++;
    return true;
  }

  /** Whether less is queued than goes into one body. */
  synchronized boolean scarce() {
    return queue.size() < address.perPost();
  }

  /** What a sender is to send next; when that is nothing, it must stop. */
  synchronized List<Waiting> take() {
    List<Waiting> taken = new ArrayList<>();
    long bytes = 0;
    while (!queue.isEmpty() && taken.size() < address.perPost()) {
      Waiting next = queue.peek();
      bytes += next.callback().weight();
      if (!taken.isEmpty() && (next.alone() || bytes > MOST_BYTES_TOGETHER)) {
        break;
      }
      taken.add(queue.remove());
      if (next.alone()) {
        break;
      }
    }
    if (taken.isEmpty()) {
      senders--;
    }
    return taken;
  }
}
