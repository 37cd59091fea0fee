package peal.ingest.http;

import java.util.concurrent.Semaphore;
import peal.service.http.ApiError;

/** Bounds how many uploads are worked on at once, and with them memory and disk. Thread-safe. */
final class UploadPlaces {
  private final Semaphore free;
  private final int places;

  UploadPlaces(int places) {
    this.places = places;
    this.free = new Semaphore(places);
  }

  /**
   * Takes a place, which closing gives back.
   *
   * @throws ApiError 503 when none is free
   */
  Place take() {
    if (!free.tryAcquire()) {
      throw new ApiError(
          503,
          "Too many uploads",
          "As many files as this service takes at once are being read. Try again in a moment.",
          "TOO_MANY_UPLOADS");
    }
    return free::release;
  }

  /** How many are held now. */
  int taken() {
    return places - free.availablePermits();
  }

  /** A place that is held. */
  interface Place extends AutoCloseable {
    @Override
    void close();
  }
}
