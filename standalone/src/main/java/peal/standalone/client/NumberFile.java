package peal.standalone.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** A file of numbers, one in the first cell of each line. It is read as it is sent. */
public final class NumberFile {
  /** What one request takes. */
  static final int PART = 10_000;

  private NumberFile() {}

  /**
   * Gives {@code take} the numbers in parts of {@value #PART}, each with the line on which it
   * begins, from 1. Lines without a digit in the first cell, a title among them, are passed over.
   *
   * @throws IOException when the file cannot be read, or is not in UTF-8
   */
  public static void eachPart(Path file, BiConsumer<Long, List<String>> take) throws IOException {
    try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      List<String> part = new ArrayList<>();
      long first = 0;
      long line = 0;
      for (String text = in.readLine(); text != null; text = in.readLine()) {
        line++;
        String cell = cell(text);
        if (cell.chars().noneMatch(Character::isDigit)) {
          continue;
        }
        first = part.isEmpty() ? line : first;
        part.add(cell);
        if (part.size() == PART) {
          take.accept(first, part);
          part = new ArrayList<>();
        }
      }
      if (!part.isEmpty()) {
        take.accept(first, part);
      }
    }
  }

  private static String cell(String line) {
    return line.split("[,;\t]", 2)[0].replace("\"", "").replace("\uFEFF", "").strip();
  }
}
