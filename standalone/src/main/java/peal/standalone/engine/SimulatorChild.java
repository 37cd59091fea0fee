package peal.standalone.engine;

import peal.broker.Lifeline;
import peal.service.ServiceProcess;

/** The simulator's process, which ends with its parent, whatever ends that. */
public final class SimulatorChild {
  private SimulatorChild() {}

  /** Runs the simulator by the environment's settings until it is told to end. */
  public static void main(String[] args) {
    Lifeline.hold(System.in);
    ServiceProcess.run("carrier-simulator", () -> Services.SIMULATOR.start(System.getenv()));
  }
}
