package peal.standalone.bench;

/**
 * The most that a process took; -1 where the system does not tell.
 *
 * @param name what it is
 * @param megabytes resident memory, MiB
 * @param threads platform threads
 * @param heap heap that the JVM had taken from the system, MiB
 * @param longestHeap heap that it may take, MiB
 */
record ProcessPeak(String name, long megabytes, long threads, long heap, long longestHeap) {
  /** Of whose heap nothing is known. */
  ProcessPeak(String name, long megabytes, long threads) {
    this(name, megabytes, threads, -1, -1);
  }

  /** The greater of each. */
  ProcessPeak or(ProcessPeak other) {
    return new ProcessPeak(
        name,
        Math.max(megabytes, other.megabytes),
        Math.max(threads, other.threads),
        Math.max(heap, other.heap),
        Math.max(longestHeap, other.longestHeap));
  }
}
