package peal.standalone.demo;

import java.util.Map;
import peal.standalone.engine.Engine;
import peal.testkit.api.SimulatorLedger;
import peal.testkit.evidence.Ledger;

/** The carrier simulator, which every engine starts and ends by itself. */
public final class SimulatedPhones implements DemoCarrier {
  @Override
  public Map<String, String> environment() {
    return Map.of();
  }

  @Override
  public Ledger ledger(Engine engine) {
    return SimulatorLedger.read(engine.addresses().simulator());
  }

  @Override
  public void close() {
    // The engine does.
  }
}
