package peal.standalone.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import peal.standalone.engine.Engine;
import peal.testkit.asterisk.RunningAsterisk;
import peal.testkit.evidence.Ledger;

/** Asterisk on loopback, and sipp as its trunk: the log of sipp's messages is the ledger. */
public final class SipTrunk implements DemoCarrier {
  private final RunningAsterisk asterisk;
  private final Path carriers;

  /**
   * Starts both, with their files in a new folder below {@code folder}.
   *
   * @param talk how long the bot holds a call, in whole seconds, at least one
   * @throws IllegalStateException when one is not installed or does not start, naming it
   */
  public SipTrunk(Path folder, Duration talk) throws IOException {
    asterisk = new RunningAsterisk(Files.createDirectory(folder.resolve("asterisk")), talk);
    carriers = asterisk.carriers("default");
  }

  @Override
  public Map<String, String> environment() {
    return Map.of("PEAL_CARRIERS_FILE", carriers.toString());
  }

  @Override
  public Ledger ledger(Engine engine) {
    return asterisk.ledger();
  }

  @Override
  public void close() {
    asterisk.close();
  }
}
