package peal.testkit.asterisk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import peal.testkit.evidence.Ledger;
import peal.testkit.evidence.Ring;

/**
 * The messages that sipp has written down, as a ledger: each new Call-ID of an INVITE is a phone
 * that rang. SIP repeats an INVITE that was not answered under the same Call-ID.
 */
final class TrunkLog {
  private static final Pattern INVITE =
      Pattern.compile(
          "-{10,} (\\d{4}-\\d\\d-\\d\\d [0-9:.]+)\\s+UDP message received [^\\n]*\\n\\s*"
              + "INVITE sip:([+0-9]+)@(.*?)\\r\\n\\r\\n",
          Pattern.DOTALL);
  private static final Pattern CALL_ID = Pattern.compile("\\r\\nCall-ID: ([^\\r\\n]+)");
  private static final Pattern ATTEMPT = Pattern.compile("\\r\\nX-Peal-Attempt: ([^\\r\\n]+)");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS");

  private TrunkLog() {}

  static Ledger read(Path log) {
    List<Ring> rings = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    Map<String, Integer> counts = new HashMap<>();
    Matcher invite = INVITE.matcher(text(log));
    while (invite.find()) {
      if (seen.add(header(CALL_ID, invite.group(3)))) {
        String attempt = header(ATTEMPT, invite.group(3));
        rings.add(
            new Ring(
                attempt,
                invite.group(2),
                millis(invite.group(1)),
                counts.merge(attempt, 1, Integer::sum)));
      }
    }
    return new Ledger(rings);
  }

  private static String text(Path log) {
    try {
      return Files.exists(log) ? Files.readString(log, StandardCharsets.ISO_8859_1) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String header(Pattern header, String message) {
    Matcher found = header.matcher(message);
    return found.find() ? found.group(1) : "";
  }

  private static double millis(String time) {
    var at = LocalDateTime.parse(time, TIME).atZone(ZoneId.systemDefault());
    return at.toEpochSecond() * 1_000.0 + at.get(ChronoField.MICRO_OF_SECOND) / 1_000.0;
  }
}
