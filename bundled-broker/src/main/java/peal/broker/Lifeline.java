package peal.broker;

import java.io.IOException;
import java.io.InputStream;

/**
 * What ties a child process to its parent: the parent holds the other end of the child's standard
 * input, and the operating system closes it, whatever ends the parent. Thread-safe.
 */
public final class Lifeline {
  /** Exit code of a child whose parent has gone; one that was told to stop ends with 143. */
  public static final int ORPHANED = 129;

  private Lifeline() {}

  /**
   * In the child, first of all: halts this process as soon as {@code parent} ends. It does not stop
   * in order, so that its ports and its folder are free for the next start at once.
   *
   * @param parent standard input, which nobody else may read
   */
  public static void hold(InputStream parent) {
    Thread.ofPlatform().daemon().name("ends-with-parent").start(() -> awaitEnd(parent));
  }

  /**
   * In the parent: tells {@code child} to stop in order (SIGTERM), and does not wait. {@link
   * Process#destroy} would do the same and close the child's standard input as well, so that it
   * halts in the midst of its stop.
   */
  public static void stop(Process child) {
    child.toHandle().destroy();
  }

  private static void awaitEnd(InputStream parent) {
    try {
      while (parent.read() >= 0) {
        // Nothing is ever said here; only the end counts.
      }
    } catch (IOException e) {
      // A broken pipe means the same as its end.
    }
    Runtime.getRuntime().halt(ORPHANED);
  }
}
