package peal.standalone.bench.compare;

import java.util.List;

/** The names of the sides, and what Peal should reach beside them. */
final class Goals {
  static final String PEAL_INSTANT = "peal-instant";
  static final String PEAL_HTTP = "peal-http";
  static final String BULLMQ_NOOP = "bullmq-noop";
  static final String BULLMQ_CARRIER = "bullmq-carrier";
  static final String KAFKA = "kafka";

  /** Every side, in the order of a round: what is compared most closely runs side by side. */
  static final List<String> SIDES =
      List.of(PEAL_INSTANT, BULLMQ_NOOP, KAFKA, PEAL_HTTP, BULLMQ_CARRIER);

  /** Every comparison; a new one is a line. */
  static final List<Goal> ALL =
      List.of(
          Goal.atLeast(1.0, "whole road", PEAL_INSTANT, BULLMQ_NOOP, Lap::perSecond),
          Goal.atLeast(1.5, "whole road", PEAL_HTTP, BULLMQ_CARRIER, Lap::perSecond),
          Goal.none("whole road", PEAL_INSTANT, KAFKA, Lap::perSecond),
          // 0.7 ms where BullMQ's job takes 0.5 ms.
          Goal.atMost(1.4, "cpu per call", PEAL_HTTP, BULLMQ_NOOP, Lap::cpuMillisPerCall),
          Goal.none("cpu per call", PEAL_HTTP, BULLMQ_CARRIER, Lap::cpuMillisPerCall),
          Goal.none("cpu per call", PEAL_INSTANT, KAFKA, Lap::cpuMillisPerCall),
          Goal.atLeast(5, "ingest", PEAL_INSTANT, BULLMQ_NOOP, Lap::ingestPerSecond),
          Goal.atLeast(0.6, "ingest", PEAL_INSTANT, KAFKA, Lap::ingestPerSecond));

  private Goals() {}
}
