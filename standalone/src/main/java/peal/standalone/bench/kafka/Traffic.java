package peal.standalone.bench.kafka;

import java.util.stream.Stream;

/**
 * The records of a call, by who writes them.
 *
 * @param rows of the ingest service, one for each call
 * @param requests of dispatch, to the workers
 * @param reports of the workers
 * @param decisions of dispatch
 * @param dispatchStores what dispatch's stores log
 * @param projectorStores what the projector's stores log
 */
public record Traffic(
    Load rows,
    Load requests,
    Load reports,
    Load decisions,
    Load dispatchStores,
    Load projectorStores) {
  /**
   * Records of one kind.
   *
   * @param perCall how many a call has, on average
   * @param bytes mean size of key and value, at least 1
   */
  public record Load(double perCall, int bytes) {
    /** How many records call number {@code call} has, counted from 0: whole ones, right in sum. */
    int of(long call) {
      return (int) ((long) ((call + 1) * perCall) - (long) (call * perCall));
    }

    /** Half of them. */
    Load half() {
      return new Load(perCall / 2, bytes);
    }
  }

  private Stream<Load> all() {
    return Stream.of(rows, requests, reports, decisions, dispatchStores, projectorStores);
  }

  /** All records of a call. */
  public double recordsPerCall() {
    return all().mapToDouble(Load::perCall).sum();
  }

  /** Their keys and values. */
  public double bytesPerCall() {
    return all().mapToDouble(load -> load.perCall() * load.bytes()).sum();
  }
}
