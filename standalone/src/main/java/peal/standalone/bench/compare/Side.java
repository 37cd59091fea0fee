package peal.standalone.bench.compare;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Something that does the work. Its methods throw {@link IllegalStateException}, {@link
 * IOException} or {@link java.io.UncheckedIOException} when it cannot, with the reason; it is left
 * out of what follows then, and named.
 */
interface Side extends AutoCloseable {
  /**
   * One way from the first byte to the last completed call.
   *
   * @param ingestSeconds until everything was taken
   * @param seconds until everything was done
   */
  record Road(double ingestSeconds, double seconds) {}

  /** How it is called in tables. */
  String name();

  /** Starts and warms it, with as many calls as will be measured. */
  void start(int calls, Deadline deadline) throws IOException, InterruptedException;

  /** Takes calls in and does nothing with them, s; empty where it always does something. */
  default OptionalDouble ingest(int calls, Deadline deadline) throws InterruptedException {
    return OptionalDouble.empty();
  }

  /** Does calls from the first byte to the last end. */
  Road road(int calls, Deadline deadline) throws IOException, InterruptedException;

  /** Everything that works for it. */
  List<ProcessHandle> processes();

  /** What decides its figures. */
  Map<String, Object> settings();

  /** What went wrong beside the figures, a sentence each. */
  default List<String> faults() throws IOException {
    return List.of();
  }

  /** Ends it, also where it never started. */
  @Override
  void close();
}
