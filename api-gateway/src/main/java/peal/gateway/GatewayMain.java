package peal.gateway;

import peal.service.ServiceProcess;

/** The gateway as a process of its own; settings come from the environment. */
public final class GatewayMain {
  private GatewayMain() {}

  /** Takes no arguments. */
  public static void main(String[] args) {
    ServiceProcess.run("api-gateway", () -> GatewayWiring.start(System.getenv()));
  }
}
