package peal.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What it costs to write and to read one record of each hot type, one after another: as in a
 * service, where no code is compiled for one type alone.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class CallBench {
  private final Hot[] types = Hot.values();
  private final byte[][] bytes = new byte[types.length][];

  /** What is read later. */
  @Setup
  public void write() {
    for (Hot type : types) {
      bytes[type.ordinal()] = type.write(type.value());
    }
  }

  /** Values become bytes. */
  @Benchmark
  public void writing(Blackhole used) {
    for (Hot type : types) {
      used.consume(type.write(type.value()));
    }
  }

  /** Bytes become values. */
  @Benchmark
  public void reading(Blackhole used) {
    for (Hot type : types) {
      used.consume(type.read(bytes[type.ordinal()]));
    }
  }

  /** A worker's report, in a virtual thread that does nothing else. */
  @Benchmark
  public void reportingInAThread(Blackhole used) throws InterruptedException {
    Thread.ofVirtual().start(() -> used.consume(Hot.ENDED.write(Hot.ENDED.value()))).join();
  }
}
