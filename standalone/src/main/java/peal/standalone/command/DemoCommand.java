package peal.standalone.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import peal.standalone.Logs;
import peal.standalone.demo.Demo;
import peal.standalone.demo.DemoCarrier;
import peal.standalone.demo.DemoCsv;
import peal.standalone.demo.DemoResult;
import peal.standalone.demo.SimulatedPhones;
import peal.standalone.demo.SipTrunk;
import peal.standalone.engine.DataFolder;
import peal.standalone.engine.Engine;
import peal.standalone.engine.EngineOptions;
import peal.standalone.engine.EngineOptions.CarrierPace;
import peal.testkit.asterisk.RunningAsterisk;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The whole road, once, in a fresh folder. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Starts everything in a fresh folder, uploads a generated file, shows its calls and checks",
      "every promise against the carrier's own ledger. Exit code 1 names a promise that broke."
    })
public final class DemoCommand implements Callable<Integer> {
  private static final int MAX_CONCURRENT_CALLS = 1_000;
  private static final int MOST_TALK = 60;

  @Spec private CommandSpec spec;

  /** For whoever has had enough of it before it is over. */
  private volatile DemoCarrier dialedBy;

  private volatile Engine engine;

  /** What the demo dials by. */
  enum Carrier {
    SIMULATOR(1_000, 100),
    ASTERISK(200, 25);

    private final int rows;
    private final double callsPerSecond;

    Carrier(int rows, double callsPerSecond) {
      this.rows = rows;
      this.callsPerSecond = callsPerSecond;
    }
  }

  @Option(
      names = "--carrier",
      paramLabel = "NAME",
      defaultValue = "simulator",
      description = {
        "simulator, or asterisk: a real SIP trunk on loopback, with Asterisk and sipp, which",
        "deploy/asterisk/install-for-tests brings (default: ${DEFAULT-VALUE})."
      })
  private Carrier carrier;

  @Option(
      names = "--rows",
      paramLabel = "N",
      description = {
        "Rows of the file, 1-" + DemoCsv.MOST_ROWS,
        "(default: 1000, with Asterisk 200)."
      })
  private Integer rows;

  @Option(
      names = "--calls-per-second",
      paramLabel = "N",
      description = "Limit of the workspace (default: 100, with Asterisk 25).")
  private Double callsPerSecond;

  @Option(
      names = "--talk-seconds",
      paramLabel = "N",
      description = "With Asterisk: how long the bot holds a call, 1-60 (default: 1).")
  private Integer talkSeconds;

  @Override
  public Integer call() throws IOException, InterruptedException {
    check();
    Path folder = Files.createTempDirectory("peal-demo-");
    Logs.toFile(folder.resolve("logs").resolve("peal.log"));
    Thread atExit = new Thread(() -> interrupted(folder), "shutdown");
    Runtime.getRuntime().addShutdownHook(atExit);
    DemoResult result;
    try (DemoCarrier carrierOfIt = carrier(folder);
        Engine engineOfIt = new Engine(options(folder, carrierOfIt), this::say)) {
      dialedBy = carrierOfIt;
      engine = engineOfIt;
      engineOfIt.start();
      result =
          new Demo(engineOfIt, carrierOfIt, folder, rows, callsPerSecond, MAX_CONCURRENT_CALLS)
              .run();
      say("stopping");
    } catch (RuntimeException e) {
      forget(atExit);
      say("something went wrong; the logs are in " + folder);
      throw e;
    }
    forget(atExit);
    return report(result, folder);
  }

  private void check() {
    rows = rows == null ? carrier.rows : rows;
    callsPerSecond = callsPerSecond == null ? carrier.callsPerSecond : callsPerSecond;
    refuse(
        rows < 1 || rows > DemoCsv.MOST_ROWS,
        "--rows must be 1-" + DemoCsv.MOST_ROWS + ", not " + rows);
    refuse(
        !(callsPerSecond > 0 && callsPerSecond <= 10_000),
        "--calls-per-second must be above 0 and at most 10000");
    refuse(
        talkSeconds != null && carrier != Carrier.ASTERISK,
        "--talk-seconds goes with --carrier asterisk: the simulator's people talk as they like");
    talkSeconds = talkSeconds == null ? 1 : talkSeconds;
    refuse(
        talkSeconds < 1 || talkSeconds > MOST_TALK,
        "--talk-seconds must be 1-" + MOST_TALK + ", not " + talkSeconds);
    refuse(
        carrier == Carrier.ASTERISK && !RunningAsterisk.installed(), RunningAsterisk.NOT_INSTALLED);
  }

  private void refuse(boolean wrong, String reason) {
    if (wrong) {
      throw new ParameterException(spec.commandLine(), reason);
    }
  }

  private DemoCarrier carrier(Path folder) throws IOException {
    if (carrier == Carrier.SIMULATOR) {
      return new SimulatedPhones();
    }
    say("starting Asterisk, and sipp as its trunk");
    return new SipTrunk(folder, Duration.ofSeconds(talkSeconds));
  }

  private static void forget(Thread atExit) {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // It is running: the person at the terminal has had enough, and it cleans up.
    }
  }

  private EngineOptions options(Path folder, DemoCarrier by) {
    return new EngineOptions(
        folder,
        "127.0.0.1",
        0,
        Optional.empty(),
        CarrierPace.FAST,
        Optional.of(callsPerSecond),
        Optional.of(MAX_CONCURRENT_CALLS),
        by.environment());
  }

  /** The evidence of a broken promise stays; otherwise nothing does. */
  private int report(DemoResult result, Path folder) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    out.print(result.table());
    out.flush();
    if (result.broken().isEmpty()) {
      DataFolder.delete(folder);
      return 0;
    }
    result.broken().forEach(promise -> say("broken promise: " + promise));
    say("the evidence is in " + folder);
    return 1;
  }

  private void interrupted(Path folder) {
    if (engine != null) {
      engine.close();
    }
    if (dialedBy != null) {
      dialedBy.close();
    }
    try {
      DataFolder.delete(folder);
    } catch (IOException e) {
      // What is left lies in the system's temporary folder.
    }
  }

  private void say(String line) {
    spec.commandLine().getErr().println("peal: " + line);
    spec.commandLine().getErr().flush();
  }
}
