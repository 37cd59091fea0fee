package peal.standalone.bench;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import peal.standalone.display.Columns;

/**
 * What a benchmark found: tables for people, the same as JSON for programs.
 *
 * @param name the benchmark's name on the command line
 * @param begin when it began
 * @param machine where it ran
 * @param settings what it was told, and what decides its figures
 * @param tables its tables by name, the first of them {@link #ROWS} where there is but one; rows by
 *     heading, times in seconds, sizes in MiB unless the heading says more
 * @param raw what stands in the JSON only, by name
 * @param broken what does not hold, a sentence each; none when all holds
 */
public record BenchReport(
    String name,
    Instant begin,
    Machine machine,
    Map<String, ?> settings,
    Map<String, List<Map<String, Object>>> tables,
    Map<String, ?> raw,
    List<String> broken) {
  /** The name of a table that is alone. */
  public static final String ROWS = "rows";

  /** Where results lie, below the working directory. */
  public static final Path FOLDER = Path.of("bench-results");

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** A report of one table. */
  BenchReport(
      String name,
      Instant begin,
      Machine machine,
      Map<String, ?> settings,
      List<Map<String, Object>> rows,
      List<String> broken) {
    this(name, begin, machine, settings, Map.of(ROWS, rows), Map.of(), broken);
  }

  /** The rows of its only table. */
  List<Map<String, Object>> rows() {
    return tables.get(ROWS);
  }

  /**
   * Prints the tables and writes the JSON beside them into {@code folder}, under a name of its own.
   *
   * @return as {@link #publishAs}
   */
  public int publish(PrintWriter out, Path folder) throws IOException {
    return publishAs(out, folder.resolve(name + "-" + begin.getEpochSecond() + ".json"));
  }

  /**
   * Prints the tables and writes the JSON into {@code file}, whose folder is made where needed.
   *
   * @return the command's exit code: 0, or 1 when something does not hold
   */
  public int publishAs(PrintWriter out, Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    JSON.writeValue(file.toFile(), json());
    out.printf(
        "%s, %d cores, %d MiB; Java %s; load before %.1f%n",
        machine.processor(),
        machine.cores(),
        machine.memoryMegabytes(),
        machine.java(),
        machine.loadBefore());
    out.printf("settings: %s%n", settings);
    tables.forEach((title, rows) -> {
      out.println(tables.size() == 1 ? "" : "\n" + title);
      out.print(Columns.text(rows));
    });
    out.println();
    broken.forEach(sentence -> out.println("does not hold: " + sentence));
    out.println("written: " + file);
    out.flush();
    return broken.isEmpty() ? 0 : 1;
  }

  private Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("benchmark", name);
    json.put("begin", begin.toString());
    json.put("machine", machine);
    json.put("settings", settings);
    json.putAll(tables);
    json.putAll(raw);
    json.put("broken", broken);
    return json;
  }
}
