package peal.ingest.upload;

import java.time.Duration;

/**
 * How much one upload may take.
 *
 * @param fileBytes the file, bytes
 * @param otherBytes everything else in the body together, bytes
 * @param parts parts of the form
 * @param time from the first byte to the last, so that slow clients cannot hold every place
 */
public record UploadLimits(long fileBytes, long otherBytes, int parts, Duration time) {
  /** 20 MB of file (API contract, section 2, The file), a quarter of a MB beside it. */
  public static final UploadLimits DEFAULT = within(Duration.ofMinutes(2));

  /** The usual limits, with another time. */
  public static UploadLimits within(Duration time) {
    return new UploadLimits(20L * 1024 * 1024, 256 * 1024, 64, time);
  }

  /**
   * For rows that a batch had before: as much as a workbook's may have, and what is told beside
   * them.
   */
  public UploadLimits ofRedials() {
    return new UploadLimits(160L * 1024 * 1024, otherBytes, parts, time);
  }

  /** For files of a do-not-call list: 256 MB are ten million numbers with something beside them. */
  public UploadLimits ofLists() {
    return new UploadLimits(256L * 1024 * 1024, otherBytes, parts, time.multipliedBy(5));
  }
}
