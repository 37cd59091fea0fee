package peal.projector;

import peal.service.ServiceProcess;

/** The projector as a process of its own. */
public final class ProjectorMain {
  private ProjectorMain() {}

  /** Runs until the process is told to end. */
  public static void main(String[] args) {
    ServiceProcess.run("status-projector", () -> ProjectorWiring.start(System.getenv()));
  }
}
