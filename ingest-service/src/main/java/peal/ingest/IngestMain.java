package peal.ingest;

import peal.service.ServiceProcess;

/** The ingest service as a process. */
public final class IngestMain {
  private IngestMain() {}

  /** Runs until the process is told to end; settings come from the environment. */
  public static void main(String[] args) {
    ServiceProcess.run("ingest-service", () -> IngestWiring.start(System.getenv()));
  }
}
