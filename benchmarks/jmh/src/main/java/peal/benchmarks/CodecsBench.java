package peal.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to write and to read one record of each hot type. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class CodecsBench {
  /** Which type. */
  @Param public Hot type;

  private byte[] bytes;

  /** What is read later. */
  @Setup
  public void write() {
    bytes = type.write(type.value());
    if (!type.read(bytes).equals(type.value())) {
      throw new IllegalStateException(type + " is not read as it was written");
    }
  }

  /** A value becomes bytes. */
  @Benchmark
  public byte[] writing() {
    return type.write(type.value());
  }

  /** Bytes become a value. */
  @Benchmark
  public Object reading() {
    return type.read(bytes);
  }
}
