package peal.ingest.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import peal.domain.WorkspaceId;
import peal.service.http.ApiError;

/**
 * Bounds how many uploads come in and how many are worked on at once, and with them disk and
 * memory. Who is slow to send holds a place among those that come in, of which there are many, and
 * of which no workspace has more than a quarter; so nobody else feels it. Thread-safe.
 */
final class UploadPlaces {
  /** Uploads that may be coming in for each that may be worked on. */
  static final int COMING_IN = 16;

  private static final int SHARE = 4;
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Semaphore arriving;
  private final Semaphore working;
  private final Duration patience;

  /** Of those that are worked on. */
  private final WorkspacePlaces ofWorkspace;

  private final int all;
  private final int perWorkspace;
  private final Map<WorkspaceId, Integer> taken = new ConcurrentHashMap<>();

  /** {@code atWork} uploads are worked on at once; others wait for 20 s. */
  UploadPlaces(int atWork) {
    this(atWork, PATIENCE);
  }

  /** As the other one, for those who wait as long as {@code patience}. */
  UploadPlaces(int atWork, Duration patience) {
    this.patience = patience;
    this.working = new Semaphore(atWork, true);
    this.ofWorkspace = new WorkspacePlaces(Math.max(1, atWork - 1), patience, UploadPlaces::full);
    this.all = atWork * COMING_IN;
    this.arriving = new Semaphore(all);
    this.perWorkspace = atWork * COMING_IN / SHARE;
  }

  /**
   * A place for an upload that is about to come in, which closing gives back.
   *
   * @throws ApiError 503 when none is free, or the workspace has its share
   */
  Place arrive(WorkspaceId workspace) {
    if (!arriving.tryAcquire()) {
      throw full();
    }
    if (taken.merge(workspace, 1, Integer::sum) > perWorkspace) {
      leave(workspace);
      throw full();
    }
    return () -> leave(workspace);
  }

  private void leave(WorkspaceId workspace) {
    taken.computeIfPresent(workspace, (id, count) -> count == 1 ? null : count - 1);
    arriving.release();
  }

  /**
   * A place for an upload that has come in whole; waits for a while. One workspace never has all of
   * them, where there are several: whatever it sends, another's file meets a free one.
   *
   * @throws ApiError 503 when none becomes free
   */
  Place work(WorkspaceId workspace) {
    Place own = ofWorkspace.take(workspace);
    try {
      WorkspacePlaces.acquire(working, patience, UploadPlaces::full);
    } catch (ApiError e) {
      own.close();
      throw e;
    }
    return () -> {
      working.release();
      own.close();
    };
  }

  private static ApiError full() {
    return new ApiError(
        503,
        "Too many uploads",
        "As many files as this service takes at once are being read. Try again in a moment.",
        "TOO_MANY_UPLOADS");
  }

  /** Uploads that come in or are worked on now. */
  int taken() {
    return all - arriving.availablePermits();
  }

  /** A place that is held. */
  interface Place extends AutoCloseable {
    @Override
    void close();
  }
}
