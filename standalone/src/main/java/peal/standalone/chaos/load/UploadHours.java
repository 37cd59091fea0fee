package peal.standalone.chaos.load;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import peal.standalone.chaos.plan.PlannedUpload;

/**
 * Calling hours of a run's uploads: one workspace has them, in turn those that open with the next
 * minute, and such as are always open for rows of several time zones.
 */
final class UploadHours {
  private static final String WORKSPACE = "two-lanes";
  private static final List<String> ZONES =
      List.of("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe");
  private static final String AROUND_THE_CLOCK =
      "{\"windows\": [{\"start\": \"00:00\", \"end\": \"24:00\"}]}";

  /** What opens later might not end within a minute of the last fault. */
  private static final Duration EARLY = Duration.ofSeconds(45);

  /** Longer than any run. */
  private static final int OPEN_MINUTES = 12 * 60;

  private static final int DAY = 24 * 60;

  private UploadHours() {}

  /** The form fields of {@code upload}, which is sent at {@code now}. */
  static Map<String, String> fields(PlannedUpload upload, Instant now) {
    if (!has(upload)) {
      return Map.of();
    }
    boolean early = upload.at().compareTo(EARLY) < 0;
    return Map.of("callTimeWindow", early ? nextMinute(now) : AROUND_THE_CLOCK);
  }

  private static boolean has(PlannedUpload upload) {
    return upload.workspace().equals(WORKSPACE);
  }

  private static String nextMinute(Instant now) {
    int minute = now.atZone(ZoneOffset.UTC).toLocalTime().toSecondOfDay() / 60;
    return "{\"windows\": [{\"start\": %d, \"end\": %d}], \"timezone\": \"UTC\"}"
        .formatted((minute + 1) % DAY, (minute + OPEN_MINUTES) % DAY);
  }

  /** What stands in the column {@code timezone} of row {@code row}; empty without hours. */
  static String zone(PlannedUpload upload, int row) {
    return has(upload) ? ZONES.get(row % ZONES.size()) : "";
  }
}
