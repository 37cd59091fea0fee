package peal.service.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Sees to it that who is answered reads on, whatever the answer is. Until it is written it takes a
 * place here and where it comes from; a reader of a byte a minute would hold that for ever. So a
 * connection whose reader takes less than a kilobyte a second is closed. Time in which there is
 * nothing to write does not count.
 */
final class ReadingRate extends Handler.Wrapper {
  /** Bytes that a reader must take from one look to the next: a kilobyte a second. */
  static final int LEAST = 30 * 1024;

  private final Duration every;
  private final Counter brokenOff;

  /** Watches what {@code answering} answers, twice a minute. */
  ReadingRate(Handler answering, MeterRegistry metrics) {
    this(answering, Duration.ofSeconds(30), metrics);
  }

  /** As the other, with so much time between two looks. */
  ReadingRate(Handler answering, Duration every, MeterRegistry metrics) {
    super(answering);
    this.every = every;
    this.brokenOff =
        Counter.builder("peal.slow.readers")
            .description("Answers that were broken off because their readers did not read on")
            .register(metrics);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    return super.handle(request, new Watched(request, response), callback);
  }

  /** What one reader has taken. One thread writes, another looks. */
  static final class Pace {
    private volatile long written;
    private volatile boolean writing;
    private long seen;
    private boolean waited;

    void begins() {
      writing = true;
    }

    // One write ends before the next begins; the other thread reads.
    @SuppressWarnings("NonAtomicOperationOnVolatileField")
    void wrote(int bytes) {
      written += bytes;
      writing = false;
    }

    boolean writing() {
      return writing;
    }

    /** Whether the reader did not keep us waiting since the last look, or took enough. */
    boolean fastEnough() {
      boolean waits = writing;
      boolean slow = waits && waited && written - seen < LEAST;
      waited = waits;
      seen = written;
      return !slow;
    }
  }

  /** Looked at from when a write has to wait until none does: most answers never are. */
  private final class Watched extends Response.Wrapper {
    private final Pace pace = new Pace();
    private final AtomicBoolean lookedAt = new AtomicBoolean();

    /** The request forgets both when it is over, and a look may come later. */
    private final Scheduler scheduler;

    private final EndPoint reader;

    Watched(Request request, Response response) {
      super(request, response);
      this.scheduler = request.getComponents().getScheduler();
      this.reader = request.getConnectionMetaData().getConnection().getEndPoint();
    }

    @Override
    public void write(boolean last, ByteBuffer content, Callback callback) {
      int bytes = content == null ? 0 : content.remaining();
      pace.begins();
      super.write(
          last,
          content,
          new Callback.Nested(callback) {
            @Override
            public void succeeded() {
              pace.wrote(bytes);
              super.succeeded();
            }

            @Override
            public void failed(Throwable fault) {
              pace.wrote(0);
              super.failed(fault);
            }
          });
      lookIfItWaits();
    }

    private void lookIfItWaits() {
      if (pace.writing() && lookedAt.compareAndSet(false, true)) {
        pace.fastEnough();
        lookLater();
      }
    }

    private void lookLater() {
      scheduler.schedule(this::look, every.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
      if (!pace.fastEnough()) {
        brokenOff.increment();
        reader.close();
      } else if (pace.writing()) {
        lookLater();
      } else {
        lookedAt.set(false);
        lookIfItWaits();
      }
    }
  }
}
