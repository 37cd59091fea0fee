package peal.standalone;

import java.util.List;
import java.util.Locale;
import peal.standalone.client.Refused;
import peal.standalone.command.AuditCommand;
import peal.standalone.command.BenchCommand;
import peal.standalone.command.CallsCommand;
import peal.standalone.command.CancelCommand;
import peal.standalone.command.ChangeCommand;
import peal.standalone.command.ChaosCommand;
import peal.standalone.command.CloseCommand;
import peal.standalone.command.DeadLettersCommand;
import peal.standalone.command.DemoCommand;
import peal.standalone.command.DialingCommand;
import peal.standalone.command.DoNotCallCommand;
import peal.standalone.command.KeyCommand;
import peal.standalone.command.PauseCommand;
import peal.standalone.command.PlanCommand;
import peal.standalone.command.RedialCommand;
import peal.standalone.command.ResumeCommand;
import peal.standalone.command.ResumeDialingCommand;
import peal.standalone.command.RevisionsCommand;
import peal.standalone.command.RowsCommand;
import peal.standalone.command.RunCommand;
import peal.standalone.command.SealCommand;
import peal.standalone.command.StopDialingCommand;
import peal.standalone.command.UpCommand;
import peal.standalone.command.UploadCommand;
import peal.standalone.command.WatchCommand;
import peal.standalone.command.WhyCommand;
import peal.standalone.command.WorkspaceCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The launcher's program: everything in one command, and the commands of daily use. */
@Command(
    name = "peal",
    mixinStandardHelpOptions = true,
    version = "Peal 0.1.0",
    synopsisSubcommandLabel = "COMMAND",
    description =
        "An event-driven batch dialing engine on Kafka: it rings every row of your file, once.",
    footer = {
      "",
      "Commands find the server by --url, PEAL_URL, or what the last 'up' wrote into its data",
      "folder (./peal-data); keys by PEAL_API_KEY, PEAL_WORKSPACE, PEAL_ADMIN_TOKEN, or there."
    })
public final class Peal {
  /** Exit code of a command that was understood and refused, or whose promise broke. */
  static final int REFUSED = 1;

  private static final List<Class<?>> COMMANDS =
      List.of(
          DemoCommand.class,
          ChaosCommand.class,
          BenchCommand.class,
          UpCommand.class,
          PlanCommand.class,
          UploadCommand.class,
          WatchCommand.class,
          WhyCommand.class,
          CallsCommand.class,
          CancelCommand.class,
          PauseCommand.class,
          ResumeCommand.class,
          ChangeCommand.class,
          RowsCommand.class,
          CloseCommand.class,
          RedialCommand.class,
          RevisionsCommand.class,
          StopDialingCommand.class,
          ResumeDialingCommand.class,
          DialingCommand.class,
          DoNotCallCommand.class,
          AuditCommand.class,
          WorkspaceCommand.class,
          KeyCommand.class,
          SealCommand.class,
          DeadLettersCommand.class,
          RunCommand.class);

  private Peal() {}

  /** Runs one command; the process ends with its exit code. */
  public static void main(String[] args) {
    // Digits of another script, or a comma for a point, would end up in addresses and answers.
    Locale.setDefault(Locale.ROOT);
    System.exit(commandLine(args).execute(args));
  }

  /**
   * The command line, ready to parse or to execute {@code args}: of all commands, or of the one
   * that {@code args} begin with. To describe them all takes longer than most of them run.
   */
  public static CommandLine commandLine(String... args) {
    CommandLine line = new CommandLine(new Peal());
    List<Class<?>> asked =
        COMMANDS.stream().filter(each -> args.length > 0 && name(each).equals(args[0])).toList();
    (asked.isEmpty() ? COMMANDS : asked).forEach(line::addSubcommand);
    return line.setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Peal::explain);
  }

  private static String name(Class<?> command) {
    return command.getAnnotation(Command.class).name();
  }

  /** One line for what a person can act on; a stack trace only for what nobody expected. */
  private static int explain(
      Exception fault, CommandLine command, CommandLine.ParseResult ignored) {
    if (fault instanceof Refused
        || fault instanceof IllegalStateException
        || fault instanceof IllegalArgumentException) {
      command.getErr().println("peal: " + reasons(fault));
    } else {
      fault.printStackTrace(command.getErr());
    }
    command.getErr().flush();
    return REFUSED;
  }

  private static String reasons(Throwable fault) {
    return fault.getCause() == null
        ? String.valueOf(fault.getMessage())
        : fault.getMessage() + ": " + reasons(fault.getCause());
  }
}
