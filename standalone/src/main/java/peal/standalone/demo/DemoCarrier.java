package peal.standalone.demo;

import java.io.IOException;
import java.util.Map;
import peal.standalone.engine.Engine;
import peal.testkit.evidence.Ledger;

/** What the demo dials by, with a ledger of its own by which the demo is judged. */
public interface DemoCarrier extends AutoCloseable {
  /** Settings of the dialer that lead it here. */
  Map<String, String> environment();

  /**
   * Each phone that has rung.
   *
   * @throws IOException when it cannot be read
   */
  Ledger ledger(Engine engine) throws IOException;

  /** Ends it; its ledger can be read no more. */
  @Override
  void close();
}
