package peal.standalone.engine;

import java.io.IOException;
import java.io.InputStream;

/**
 * The simulator's process: it ends as soon as standard input ends, whose other end its parent holds
 * and the operating system closes, whatever kills the parent.
 */
public final class SimulatorChild {
  private SimulatorChild() {}

  /** Runs the simulator by the environment's settings until it is told to end. */
  public static void main(String[] args) {
    Thread.ofPlatform().daemon().name("ends-with-parent").start(() -> awaitEnd(System.in));
    Services.simulatorProcess(args);
  }

  private static void awaitEnd(InputStream parent) {
    try {
      while (parent.read() >= 0) {
        // Nothing is ever said here; only the end counts.
      }
    } catch (IOException e) {
      // A broken pipe means the same as its end.
    }
    Runtime.getRuntime().halt(143);
  }
}
