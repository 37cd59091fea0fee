package peal.standalone.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import peal.standalone.Logs;
import peal.standalone.client.GatewayClient;
import peal.standalone.client.NumberFile;
import peal.standalone.client.Refused;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Whom a workspace does not call. */
@Command(
    name = "do-not-call",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "list|add|import|remove",
    description = "Shows do-not-call lists, puts numbers on one, and takes them off.")
public final class DoNotCallCommand implements Runnable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LISTS = "%-40s %12s  %s%n";
  private static final String LINE = "%-18s %-24s %-25s %-25s %s%n";

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "Say what to do: list, add, import or remove.");
  }

  /** Which numbers. */
  static final class Numbers {
    @Option(names = "--list", required = true, description = "The list's name.")
    private String list;

    @Option(
        names = "--country",
        paramLabel = "CODE",
        description = "Country of numbers without a country code, such as US.")
    private String country;

    @Option(
        names = "--file",
        description = {
          "A file of numbers, the first cell of each line; sent as many requests of 10,000.",
          "What comes before a number that cannot be read has been done."
        })
    private Path file;

    @Parameters(paramLabel = "NUMBER", arity = "0..*", description = "The numbers themselves.")
    private List<String> numbers;

    private void check(CommandSpec spec) {
      if ((file == null) == (numbers == null || numbers.isEmpty())) {
        throw new ParameterException(spec.commandLine(), "Name numbers, or a --file of them.");
      }
    }

    private Map<String, Object> body(List<String> some) {
      Map<String, Object> body = new LinkedHashMap<>();
      body.put("numbers", some);
      body.put("list", list);
      if (country != null) {
        body.put("defaultRegion", country);
      }
      return body;
    }
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Shows the lists; with --list one of them, with --number who it is on.")
  int list(
      @Mixin ServerOptions server,
      @Option(names = "--list", description = "Shows this list.") String list,
      @Option(names = "--number", description = "Shows this number's entries.") String number,
      @Option(names = "--after", description = "Of a list, only what is behind this number.")
          String after,
      @Option(names = "--limit", defaultValue = "100", description = "At most so many entries.")
          int limit) {
    Logs.quiet();
    try (GatewayClient client = server.client()) {
      Map<String, String> query = new LinkedHashMap<>();
      if (number != null) {
        query.put("phone_number", number);
      } else if (list != null) {
        query.put("list", list);
        query.put("limit", Integer.toString(limit));
        if (after != null) {
          query.put("after", after);
        }
      }
      show(client.doNotCall(query));
      return 0;
    }
  }

  private void show(JsonNode answer) {
    if (answer.has("lists")) {
      out().printf(LISTS, "LIST", "NUMBERS", "LAST CHANGED");
      answer
          .path("lists")
          .forEach(list ->
              out()
                  .printf(
                      LISTS,
                      list.path("list").asText(),
                      "%,d".formatted(list.path("numbers").asLong()),
                      list.has("updatedAt") ? time(list.path("updatedAt")) : "-"));
      out().printf(LISTS, "in all", "%,d".formatted(answer.path("total").asLong()), "");
    } else {
      out().printf(LINE, "NUMBER", "LIST", "SINCE", "UNTIL", "REASON");
      answer
          .path("entries")
          .forEach(entry ->
              out()
                  .printf(
                      LINE,
                      entry.path("phone_number").asText(),
                      entry.path("list").asText(),
                      time(entry.path("since")),
                      entry.has("until") ? time(entry.path("until")) : "never ends",
                      entry.path("reason").asText("-")));
      if (answer.has("next")) {
        out().printf("There are more: --after %s%n", answer.path("next").asText());
      }
    }
    out().flush();
  }

  private static Instant time(JsonNode millis) {
    return Instant.ofEpochMilli(millis.asLong());
  }

  @Command(
      name = "add",
      mixinStandardHelpOptions = true,
      description = "Puts numbers on a list: nobody calls them from then on.")
  int add(
      @Mixin ServerOptions server,
      @Mixin Numbers numbers,
      @Option(names = "--until", paramLabel = "TIME", description = "The entries end then.")
          String until,
      @Option(names = "--reason", description = "For people, at most 200 characters.")
          String reason) {
    return send(
        server,
        numbers,
        some -> {
          Map<String, Object> body = numbers.body(some);
          if (until != null) {
            body.put("until", until);
          }
          if (reason != null) {
            body.put("reason", reason);
          }
          return body;
        },
        GatewayClient::addToDoNotCall,
        List.of("added", "already", "withdrawn", "out"));
  }

  @Command(
      name = "import",
      mixinStandardHelpOptions = true,
      description = {
        "Puts the numbers of a CSV file or workbook on a list, ten million at most.",
        "Nobody is put on it before all of the file is found sound."
      })
  int importFile(
      @Mixin ServerOptions server,
      @Mixin FileOptions reading,
      @Parameters(paramLabel = "FILE", description = "It has a column phone_number.") Path from,
      @Option(names = "--list", required = true, description = "The list's name.") String list,
      @Option(
              names = "--replace",
              description =
                  "Afterwards take off who is on the list and not in the file; for owners and"
                      + " admins.")
          boolean replace,
      @Option(names = "--until", paramLabel = "TIME", description = "The entries end then.")
          String until,
      @Option(names = "--reason", description = "For people, at most 200 characters.")
          String reason,
      @Option(
              names = {"--default-region", "--country"},
              paramLabel = "REGION",
              description = "Region of national numbers, such as US.")
          String region,
      @Option(names = "--on-invalid-rows", paramLabel = "reject|skip") String onInvalidRows) {
    Logs.quiet();
    Map<String, String> fields = new LinkedHashMap<>(reading.fields());
    fields.put("list", list);
    fields.put("mode", replace ? "replace" : "add");
    put(fields, "until", until);
    put(fields, "reason", reason);
    put(fields, "defaultRegion", region);
    put(fields, "onInvalidRows", onInvalidRows);
    try (GatewayClient client = server.client()) {
      JsonNode answer = client.importDoNotCall(from, fields);
      out()
          .printf(
              "added %d, already %d, removed %d, withdrawn %d, out %d; skipped: %d invalid%n",
              answer.path("added").asLong(),
              answer.path("already").asLong(),
              answer.path("removed").asLong(),
              answer.path("withdrawn").asLong(),
              answer.path("out").asLong(),
              answer.path("skipped").path("invalid").asLong());
      out().flush();
      UploadCommand.warnings(answer).forEach(spec.commandLine().getErr()::println);
      spec.commandLine().getErr().flush();
      return 0;
    } catch (Refused e) {
      throw StartOptions.named(e);
    }
  }

  private static void put(Map<String, String> fields, String name, String value) {
    if (value != null) {
      fields.put(name, value);
    }
  }

  /** The form field {@code doNotCall}: of all lists these count. */
  static String counting(List<String> lists) {
    try {
      return JSON.writeValueAsString(Map.of("lists", lists));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("names are JSON", e);
    }
  }

  @Command(
      name = "remove",
      mixinStandardHelpOptions = true,
      description = "Takes numbers off a list; for keys of owners and admins.")
  int remove(@Mixin ServerOptions server, @Mixin Numbers numbers) {
    return send(
        server,
        numbers,
        numbers::body,
        GatewayClient::removeFromDoNotCall,
        List.of("removed", "absent"));
  }

  /** How a part of the numbers is sent. */
  @FunctionalInterface
  private interface Request {
    JsonNode send(GatewayClient client, Map<String, ?> body);
  }

  private int send(
      ServerOptions server,
      Numbers numbers,
      Function<List<String>, Map<String, Object>> body,
      Request request,
      List<String> counts) {
    Logs.quiet();
    numbers.check(spec);
    Map<String, Long> sums = new LinkedHashMap<>();
    counts.forEach(name -> sums.put(name, 0L));
    try (GatewayClient client = server.client()) {
      if (numbers.file == null) {
        add(sums, request.send(client, body.apply(numbers.numbers)));
      } else {
        NumberFile.eachPart(
            numbers.file,
            (line, part) -> {
              try {
                add(sums, request.send(client, body.apply(part)));
              } catch (Refused e) {
                throw new Refused(
                    e.status(),
                    "numbers from line %,d on are not done: %s".formatted(line, e.getMessage()));
              }
            });
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the file cannot be read", e);
    } finally {
      out().println(sums.toString().replaceAll("[{}]", "").replace("=", " "));
      out().flush();
    }
    return 0;
  }

  private static void add(Map<String, Long> sums, JsonNode answer) {
    sums.replaceAll((name, before) -> before + answer.path(name).asLong());
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
