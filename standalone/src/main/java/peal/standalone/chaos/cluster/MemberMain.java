package peal.standalone.chaos.cluster;

import java.io.IOException;
import java.io.InputStream;
import peal.standalone.Peal;

/**
 * {@code peal run <service>} that ends with its parent, whatever ends that: the parent holds the
 * other end of standard input, and the operating system closes it.
 */
public final class MemberMain {
  private MemberMain() {}

  /** Runs one command of the launcher. */
  public static void main(String[] args) {
    InputStream parent = System.in;
    Thread.ofPlatform().daemon().name("ends-with-parent").start(() -> awaitEnd(parent));
    Peal.main(args);
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
