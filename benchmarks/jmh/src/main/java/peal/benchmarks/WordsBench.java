package peal.benchmarks;

import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.utils.Bytes;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import peal.domain.AttemptId;
import peal.domain.BatchId;
import peal.domain.CallId;
import peal.domain.Lane;
import peal.domain.PhoneNumber;
import peal.service.streams.LaneKey;

/** What it costs to read a name, of which every record has some. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class WordsBench {
  private String laneText = "acme/2";
  private String attemptText = "call_01kdvq8p7z3w5x6y7z8a9b0c1d-2-12345#1";
  private String batchText = "batch_01kdvq8p7z3w5x6y7z8a9b0c1d";
  private String numberText = "+15551230017";
  private Lane lane = Lane.parse(laneText);
  private CallId call = AttemptId.parse(attemptText).call();

  /** A lane's key. */
  @Benchmark
  public Lane lane() {
    return Lane.parse(laneText);
  }

  /** An attempt's id, and the call's within it. */
  @Benchmark
  public AttemptId attempt() {
    return AttemptId.parse(attemptText);
  }

  /** A batch's id. */
  @Benchmark
  public BatchId batch() {
    return new BatchId(batchText);
  }

  /** A phone number. */
  @Benchmark
  public PhoneNumber number() {
    return new PhoneNumber(numberText);
  }

  /** A call's key in a store. */
  @Benchmark
  public Bytes storeKey() {
    return LaneKey.of(lane, call.token(), call.row());
  }
}
