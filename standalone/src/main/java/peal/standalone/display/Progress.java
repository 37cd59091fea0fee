package peal.standalone.display;

import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows how far a batch is. Not thread-safe. */
public interface Progress extends AutoCloseable {
  /** Shows {@code tally}; may be called often. */
  void show(Tally tally);

  /** Leaves the last state standing. */
  @Override
  void close();

  /** A bar where {@code out} is a terminal, as the launcher found; else a line now and then. */
  static Progress on(PrintStream out) {
    return Boolean.getBoolean("peal.terminal") ? new Bar(out) : new Lines(out);
  }

  /** A bar that grows in place. */
  final class Bar implements Progress {
    private final PrintStream out;
    private ProgressBar bar;

    Bar(PrintStream out) {
      this.out = out;
    }

    @Override
    public void show(Tally tally) {
      if (bar == null) {
        bar =
            new ProgressBarBuilder()
                .setTaskName("calls")
                .setInitialMax(Math.max(1, tally.total()))
                .setStyle(ProgressBarStyle.COLORFUL_UNICODE_BLOCK)
                .setUpdateIntervalMillis(100)
                .showSpeed()
                .setConsumer(new ConsoleProgressBarConsumer(out))
                .build();
      }
      bar.maxHint(Math.max(1, tally.total()));
      bar.stepTo(tally.ended());
      bar.setExtraMessage(" " + tally.parts());
    }

    @Override
    public void close() {
      if (bar != null) {
        bar.close();
      }
    }
  }

  /** A line whenever something has changed, at most one in two seconds, and the last state. */
  final class Lines implements Progress {
    private static final long BETWEEN_NANOS = 2_000_000_000L;

    private final PrintStream out;
    private Tally printed;
    private Tally latest;
    private long at;

    Lines(PrintStream out) {
      this.out = out;
    }

    @Override
    public void show(Tally tally) {
      latest = tally;
      if (printed == null || System.nanoTime() - at > BETWEEN_NANOS) {
        print();
      }
    }

    private void print() {
      if (latest != null && !latest.equals(printed)) {
        out.printf("%d of %d ended: %s%n", latest.ended(), latest.total(), latest.parts());
        printed = latest;
        at = System.nanoTime();
      }
    }

    @Override
    public void close() {
      print();
    }
  }
}
