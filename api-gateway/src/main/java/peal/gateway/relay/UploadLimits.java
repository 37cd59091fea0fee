package peal.gateway.relay;

import java.time.Duration;
import java.util.function.LongSupplier;
import peal.service.ByteBudget;

/**
 * What one upload may take here, whether it is handed on or only compared with an earlier one.
 *
 * @param bytes the longest, form included
 * @param fileBytes about what ingest takes of its file
 * @param time from the first byte to the last
 * @param room what is held of the heap, shared with other bodies; {@link FormHash#ROOM} of an
 *     upload that is hashed while it goes by
 * @param nanos a monotonic clock, ns
 */
public record UploadLimits(
    long bytes, long fileBytes, Duration time, ByteBudget room, LongSupplier nanos) {
  /** Of a batch's file. */
  private static final long FILE = 20L << 20;

  /** Of a file of numbers for a do-not-call list. */
  private static final long LIST = 256L << 20;

  /** For the file of a batch. */
  public UploadLimits(long bytes, Duration time, ByteBudget room, LongSupplier nanos) {
    this(bytes, FILE, time, room, nanos);
  }

  /** For the file of a do-not-call list. */
  public UploadLimits ofLists() {
    return new UploadLimits(LIST + (1 << 20), LIST, time, room, nanos);
  }

  /** Bytes from which on ingest may find a file too large. */
  long doubtful() {
    return fileBytes - fileBytes / 20;
  }
}
