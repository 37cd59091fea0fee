package peal.standalone.command;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Header;
import peal.standalone.Logs;
import peal.standalone.client.DeadLetterBox;
import peal.standalone.client.DeadLetterBox.Item;
import peal.standalone.client.Refused;
import peal.standalone.display.Table;
import peal.topics.DeadLetter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The operator's side of records that could not be taken in. */
@Command(
    name = "dead-letters",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "list|show|replay",
    description = "Lists, shows and replays records that could not be taken in.")
public final class DeadLettersCommand implements Runnable {
  private static final String LINE = "%-8s %-24s %-13s %-28s %9s  %s%n";

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say what to do: list, show or replay.");
  }

  /** Which of them. */
  static final class Filter {
    @Option(names = "--topic", description = "Only those that came from this topic.")
    private String topic;

    @Option(
        names = "--reason",
        description = "Only these: broken, unknown_type, newer_version, wrong_key, too_big, fault.")
    private String reason;

    private boolean fits(Item item) {
      return (topic == null || topic.equals(item.letter().topic()))
          && (reason == null || reason.equals(item.letter().why().word()));
    }

    private void check(CommandSpec spec) {
      if (reason != null && DeadLetterBox.reason(reason).isEmpty()) {
        throw new ParameterException(
            spec.commandLine(), "There is no reason '" + reason + "'; see --help.");
      }
    }
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists what has not been replayed, the oldest first.")
  int list(
      @Mixin KafkaOptions kafka,
      @Mixin Filter filter,
      @Option(names = "--all", description = "Also what has been replayed.") boolean all,
      @Option(
              names = "--limit",
              paramLabel = "N",
              defaultValue = "50",
              description = "At most the last N (default: ${DEFAULT-VALUE}).")
          int limit) {
    Logs.quiet();
    filter.check(spec);
    if (limit < 1) {
      throw new ParameterException(spec.commandLine(), "--limit must be at least 1.");
    }
    try (DeadLetterBox box = new DeadLetterBox(kafka.clients(System.getenv()))) {
      List<Item> items =
          box.list().stream()
              .filter(filter::fits)
              .filter(item -> all || item.replayed() == null)
              .toList();
      if (items.isEmpty()) {
        out().println("There are no dead letters" + (all ? "." : " that wait."));
      } else {
        out().printf(LINE, "ID", "SINCE", "REASON", "FROM", "BYTES", "DETAIL");
        items.stream().skip(Math.max(0, items.size() - limit)).forEach(this::line);
        if (items.size() > limit) {
          out().printf("%d older ones are not shown; see --limit.%n", items.size() - limit);
        }
      }
      out().flush();
      return 0;
    }
  }

  private void line(Item item) {
    DeadLetter letter = item.letter();
    out()
        .printf(
            LINE,
            item.id(),
            item.at(),
            letter.why().word(),
            letter.topic() + "-" + letter.partition() + "@" + letter.offset(),
            item.bytes(),
            letter.detail() + (item.replayed() == null ? "" : " (replayed)"));
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows one; its value, which holds personal data, only with --value.")
  int show(
      @Mixin KafkaOptions kafka,
      @Option(names = "--value", description = "Also the value, as text.") boolean value,
      @Parameters(paramLabel = "ID", description = "As list shows it.") long id) {
    Logs.quiet();
    try (DeadLetterBox box = new DeadLetterBox(kafka.clients(System.getenv()))) {
      DeadLetter letter = box.get(id);
      Table table =
          new Table()
              .heading("Dead letter " + id)
              .row("from", letter.topic() + "-" + letter.partition() + "@" + letter.offset())
              .row("written", letter.time())
              .row("reason", letter.why().word())
              .row("detail", letter.detail())
              .row("reader", letter.reader())
              .row("key", text(letter.key()))
              .row("bytes", letter.value() == null ? "none" : letter.value().length)
              .row("whole", letter.whole() ? "yes" : "no: too large to be kept");
      for (Header header : letter.headers()) {
        table.row("header " + header.key(), text(header.value()));
      }
      out().print(table);
      if (value) {
        out().println();
        out().println(text(letter.value()));
      }
      out().flush();
      return 0;
    }
  }

  @Command(
      name = "replay",
      mixinStandardHelpOptions = true,
      description = {
        "Writes records back to the topics that they came from, with their own keys and headers.",
        "What still cannot be taken in comes back as a new dead letter."
      })
  int replay(
      @Mixin KafkaOptions kafka,
      @Mixin Filter filter,
      @Option(names = "--all", description = "Everything that was not replayed yet.") boolean all,
      @Parameters(paramLabel = "ID", arity = "0..*", description = "As list shows them.")
          List<Long> ids) {
    Logs.quiet();
    filter.check(spec);
    boolean named = ids != null && !ids.isEmpty();
    if (named == all) {
      throw new ParameterException(spec.commandLine(), "Name dead letters by their ids, or --all.");
    }
    try (DeadLetterBox box = new DeadLetterBox(kafka.clients(System.getenv()))) {
      List<Long> chosen =
          named
              ? ids
              : box.list().stream()
                  .filter(filter::fits)
                  .filter(item -> item.replayed() == null)
                  .map(Item::id)
                  .toList();
      List<String> refused = new ArrayList<>();
      for (long id : chosen) {
        try {
          out().printf("%d replayed as offset %d.%n", id, box.replay(id));
        } catch (Refused e) {
          refused.add(e.getMessage());
        }
      }
      refused.forEach(line -> spec.commandLine().getErr().println("peal: " + line));
      out().printf("%d of %d replayed.%n", chosen.size() - refused.size(), chosen.size());
      out().flush();
      return refused.isEmpty() ? 0 : 1;
    }
  }

  private static String text(byte[] bytes) {
    return bytes == null ? "none" : new String(bytes, StandardCharsets.UTF_8);
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
