package peal.standalone.chaos.cluster;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import peal.broker.Lifeline;
import peal.standalone.Peal;

/** {@code peal run <service>} that ends with its parent, whatever ends that. */
public final class MemberMain {
  /** What the parent says for this process to allocate until there is no memory left. */
  static final int EXHAUST = 'm';

  private static final int CHUNK = 64 * 1_024;

  private MemberMain() {}

  /** Runs one command of the launcher. */
  public static void main(String[] args) {
    Lifeline.hold(new Orders(System.in));
    Peal.main(args);
  }

  /** The parent's end of standard input, by which it may say something as well. */
  private static final class Orders extends FilterInputStream {
    Orders(InputStream parent) {
      super(parent);
    }

    @Override
    public int read() throws IOException {
      int said = super.read();
      if (said == EXHAUST) {
        Thread.ofPlatform().daemon().name("uses-up-memory").start(Orders::exhaust);
      }
      return said;
    }

    /** In small pieces, so that whoever else allocates lacks memory as soon as this. */
    private static void exhaust() {
      List<byte[]> held = new ArrayList<>();
      while (true) {
        held.add(new byte[CHUNK]);
      }
    }
  }
}
