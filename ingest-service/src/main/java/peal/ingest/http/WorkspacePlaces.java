package peal.ingest.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import peal.domain.WorkspaceId;
import peal.ingest.http.UploadPlaces.Place;
import peal.service.http.ApiError;

/** So much of one kind of work at once for each workspace; others wait a while. Thread-safe. */
final class WorkspacePlaces {
  private final int share;
  private final Duration patience;
  private final Supplier<ApiError> full;

  /** As many as there are workspaces. */
  private final Map<WorkspaceId, Semaphore> places = new ConcurrentHashMap<>();

  /**
   * Places.
   *
   * @param share of one workspace, at least 1
   * @param full what is answered where none becomes free within {@code patience}
   */
  WorkspacePlaces(int share, Duration patience, Supplier<ApiError> full) {
    this.share = share;
    this.patience = patience;
    this.full = full;
  }

  /**
   * A place, which closing gives back.
   *
   * @throws ApiError when none becomes free
   */
  Place take(WorkspaceId workspace) {
    Semaphore own = places.computeIfAbsent(workspace, id -> new Semaphore(share, true));
    acquire(own, patience, full);
    return own::release;
  }

  static void acquire(Semaphore places, Duration patience, Supplier<ApiError> full) {
    try {
      if (!places.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw full.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw full.get();
    }
  }
}
