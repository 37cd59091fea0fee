package peal.standalone.chaos.cluster;

import peal.broker.Lifeline;
import peal.standalone.Peal;

/** {@code peal run <service>} that ends with its parent, whatever ends that. */
public final class MemberMain {
  private MemberMain() {}

  /** Runs one command of the launcher. */
  public static void main(String[] args) {
    Lifeline.hold(System.in);
    Peal.main(args);
  }
}
