package peal.broker;

import java.nio.file.Path;

/** A process that starts a broker, says its process id, and waits to be killed. */
public final class DoomedParent {
  private DoomedParent() {}

  /** Takes the broker's folder. */
  public static void main(String[] args) throws InterruptedException {
    BundledBroker broker = BundledBroker.start(Path.of(args[0]));
    System.out.println("broker " + broker.pid());
    Thread.sleep(120_000);
    broker.close();
  }
}
