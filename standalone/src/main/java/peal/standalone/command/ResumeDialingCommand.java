package peal.standalone.command;

import java.util.concurrent.Callable;
import peal.standalone.Logs;
import peal.standalone.client.GatewayClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lets dialing that was stopped go on. */
@Command(
    name = "resume-dialing",
    mixinStandardHelpOptions = true,
    description = "Resumes what stop-dialing has stopped, named as it was then; slowly at first.")
public final class ResumeDialingCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ServerOptions server;
  @Mixin private DialingScope scope;

  @Override
  public Integer call() {
    Logs.quiet();
    try (GatewayClient client = server.client()) {
      DialingCommand.show(
          spec.commandLine().getOut(),
          scope.isOwn() ? client.resumeOwnDialing() : client.resumeDialing(scope.target()));
      return 0;
    }
  }
}
