package peal.gateway.donotcall;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import peal.domain.PhoneNumber;
import peal.gateway.Refusals;
import peal.service.http.ApiError;
import peal.service.trace.Origin;

/**
 * Numbers without an end, told to their lanes ten thousand at a time. A few such parts are under
 * way at once, so that nobody waits for every answer; no more, so that what others tell these lanes
 * never has millions before it. Used by one thread.
 */
final class ListParts implements AutoCloseable {
  static final int AT_ONCE = 4;

  private final Function<Set<PhoneNumber>, ListStates.Said> lanes;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Deque<Future<ListStates.Said>> told = new ArrayDeque<>();
  private Set<PhoneNumber> part = new LinkedHashSet<>();
  private ListStates.Said said = ListStates.Said.NOTHING;

  /** Tells {@code lanes}, in whatever order, from threads of its own. */
  ListParts(Function<Set<PhoneNumber>, ListStates.Said> lanes) {
    this.lanes = lanes;
  }

  /**
   * One more number; a second time it counts as one that the list had.
   *
   * @throws ApiError a part that was told before was refused
   */
  void add(PhoneNumber number) {
    if (!part.add(number)) {
      said = said.plus(new ListStates.Said(0, 1, 0, 0));
    }
    if (part.size() == ListChange.MOST_NUMBERS) {
      tell();
    }
  }

  /**
   * What the lanes said to all of them.
   *
   * @throws ApiError a part was refused
   */
  ListStates.Said finish() {
    tellRest();
    while (!told.isEmpty()) {
      hear();
    }
    return said;
  }

  /** Tells what has come together, be it fewer than a part. */
  void tellRest() {
    if (!part.isEmpty()) {
      tell();
    }
  }

  private void tell() {
    if (told.size() == AT_ONCE) {
      hear();
    }
    Set<PhoneNumber> numbers = part;
    Origin origin = Origin.current();
    told.add(
        threads.submit(() -> {
          try (Origin.Entered entered = origin.enter()) {
            return lanes.apply(numbers);
          }
        }));
    part = new LinkedHashSet<>();
  }

  private void hear() {
    try {
      said = said.plus(told.removeFirst().get());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ApiError refusal) {
        throw refusal;
      }
      throw new IllegalStateException("lanes could not be told", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refusals.unavailable("This gateway is stopping. Try again in a moment.");
    }
  }

  /** Waits for no more answers. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
