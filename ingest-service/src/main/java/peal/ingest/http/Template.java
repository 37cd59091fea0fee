package peal.ingest.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import peal.domain.ColumnName;
import peal.ingest.batch.Script;
import peal.ingest.csv.Header;

/** The files that clients may start from. */
public final class Template {
  /** The name that a browser saves it under. */
  public static final String FILE_NAME = "batch-calls-template.csv";

  /** Header and two sample rows; their numbers belong to a range kept for fiction. */
  public static final String CSV =
      """
      phone_number,first_name,last_name,email,custom_field_1,custom_field_2
      +12125550123,Ada,Lovelace,ada@example.com,gold,morning
      +12125550145,Alan,Turing,alan@example.com,silver,afternoon
      """
          .replace("\n", "\r\n");

  private static final List<String> NUMBERS = List.of("+12125550123", "+12125550145");

  /** What stands in a column that everybody knows; any other has its own name and a number. */
  private static final Map<String, List<String>> SAMPLES =
      Map.of(
          ColumnName.key("first_name"), List.of("Ada", "Alan"),
          ColumnName.key("last_name"), List.of("Lovelace", "Turing"),
          ColumnName.key("email"), List.of("ada@example.com", "alan@example.com"));

  private Template() {}

  /** A file with a column for each placeholder of {@code script}, and two sample rows. */
  static String of(Script script) {
    Map<String, String> names = new LinkedHashMap<>();
    script.wording().names().forEach(names::putIfAbsent);
    names.remove(ColumnName.key(Header.PHONE_NUMBER));
    StringBuilder csv = new StringBuilder();
    try (CSVPrinter printer = new CSVPrinter(csv, CSVFormat.RFC4180)) {
      List<String> header = new ArrayList<>(List.of(Header.PHONE_NUMBER));
      header.addAll(names.values());
      printer.printRecord(header);
      for (int i = 0; i < NUMBERS.size(); i++) {
        int row = i;
        List<String> cells = new ArrayList<>(List.of(NUMBERS.get(row)));
        names.forEach((key, name) ->
            cells.add(
                SAMPLES.containsKey(key) ? SAMPLES.get(key).get(row) : name + " " + (row + 1)));
        printer.printRecord(cells);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return csv.toString();
  }
}
