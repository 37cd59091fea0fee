package peal.service;

import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one service as a process: start, wait for the signal, stop. */
public final class ServiceProcess {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceProcess.class);

  private ServiceProcess() {}

  /**
   * Starts the service and blocks until the process is told to end. A service that cannot start
   * ends the process with code 1 and one line that says why. What the process writes does not
   * depend on the language of whoever started it.
   */
  public static void run(String name, Supplier<? extends Service> start) {
    // Digits of another script, or a comma for a point, would end up in addresses and answers.
    Locale.setDefault(Locale.ROOT);
    CountDownLatch stopped = new CountDownLatch(1);
    try {
      Service service = start.get();
      Runtime.getRuntime()
          .addShutdownHook(
              Thread.ofPlatform()
                  .name("shutdown")
                  .unstarted(() -> {
                    LOG.info("{} stops.", name);
                    service.close();
                    stopped.countDown();
                  }));
      LOG.info("{} serves at {}.", name, service.address());
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.error("{} cannot start: {}", name, reasons(e));
      LOG.debug("The whole story:", e);
      System.exit(1);
    }
  }

  private static String reasons(Throwable e) {
    return e.getCause() == null || e.getCause() == e
        ? e.getMessage()
        : e.getMessage() + ": " + reasons(e.getCause());
  }
}
