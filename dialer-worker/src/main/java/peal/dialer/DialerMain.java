package peal.dialer;

import peal.service.ServiceProcess;

/** Starts a dialer worker, with settings from the environment ({@link DialerConfig}). */
public final class DialerMain {
  private DialerMain() {}

  /** Runs until the process is told to end. */
  public static void main(String[] args) {
    ServiceProcess.run("dialer-worker", () -> DialerWiring.start(System.getenv()));
  }
}
