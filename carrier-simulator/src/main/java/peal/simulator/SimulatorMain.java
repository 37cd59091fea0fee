package peal.simulator;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import peal.service.ServiceProcess;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The simulator as a process. Options win over the environment. */
@Command(
    name = "carrier-simulator",
    mixinStandardHelpOptions = true,
    description = "A phone network to practise on. Settings: PEAL_… in the environment.")
public final class SimulatorMain implements Callable<Integer> {
  @Option(names = "--port", description = "Port to listen at; 0 for a free one.")
  private Integer port;

  @Option(names = "--profile", description = "realistic, fast or instant.")
  private String profile;

  @Option(names = "--ledger", description = "File that keeps the ledger over restarts.")
  private String ledger;

  @Option(names = "--parent", description = "End when the process of this id has ended.")
  private Long parent;

  /** Runs until the process is told to end. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new SimulatorMain()).execute(arguments));
  }

  @Override
  public Integer call() {
    Map<String, String> environment = new HashMap<>(System.getenv());
    put(environment, "PEAL_PORT", port);
    put(environment, "PEAL_SIMULATOR_PROFILE", profile);
    put(environment, "PEAL_SIMULATOR_LEDGER", ledger);
    endWith(parent);
    ServiceProcess.run(
        "carrier-simulator",
        () -> {
          SimulatorService service = SimulatorWiring.start(environment);
          Rehearsal.begin();
          return service;
        });
    return 0;
  }

  private static void put(Map<String, String> environment, String name, Object value) {
    if (value != null) {
      environment.put(name, value.toString());
    }
  }

  private static void endWith(Long parent) {
    if (parent != null) {
      ProcessHandle.of(parent)
          .ifPresentOrElse(
              process -> process.onExit().thenRun(() -> System.exit(0)), () -> System.exit(0));
    }
  }
}
