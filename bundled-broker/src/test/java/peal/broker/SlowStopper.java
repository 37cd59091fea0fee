package peal.broker;

/** A child whose stop takes a while; it says when it stops and when it has stopped. */
final class SlowStopper {
  private SlowStopper() {}

  public static void main(String[] args) throws InterruptedException {
    Lifeline.hold(System.in);
    Runtime.getRuntime().addShutdownHook(new Thread(SlowStopper::stop));
    System.out.println("runs");
    Thread.sleep(Long.MAX_VALUE);
  }

  private static void stop() {
    try {
      Thread.sleep(500);
      System.out.println("stopped");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
