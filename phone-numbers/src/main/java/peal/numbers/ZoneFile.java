package peal.numbers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a file of zones: lines of zones, with commas, and what they are the zones of. Area codes
 * stand many in a line; a state has its code and its name, which may have blanks.
 */
final class ZoneFile {
  private ZoneFile() {}

  /** What {@code name} beside this class holds, by area code, or by a state's code and name. */
  static Map<String, String> read(String name) {
    Map<String, String> zones = new HashMap<>();
    try (InputStream in = ZoneFile.class.getResourceAsStream(name);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          String[] parts = line.split(" ", 2);
          keys(parts[1]).forEach(key -> zones.put(key, parts[0]));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(name + " is part of this jar and cannot be read", e);
    }
    return Map.copyOf(zones);
  }

  private static List<String> keys(String text) {
    boolean codes = Character.isDigit(text.charAt(0));
    return List.of(text.split(" ", codes ? 0 : 2));
  }
}
