package peal.standalone.bench.kafka;

import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import peal.standalone.bench.kafka.Traffic.Load;

/**
 * What each step of the road writes for what it reads: as many records as Peal does, of the same
 * size, and empty but for their first byte. Each method is of one thread.
 */
final class CallSteps {
  static final String ROWS = "rows";
  static final String ROWS_ALONE = "rows-alone";
  static final String REQUESTS = "requests";
  static final String EVENTS = "events";
  static final String DISPATCH_LOG = "dispatch-log";
  static final String PROJECTOR_LOG = "projector-log";

  /** Every topic. */
  static final List<String> TOPICS =
      List.of(ROWS, ROWS_ALONE, REQUESTS, EVENTS, DISPATCH_LOG, PROJECTOR_LOG);

  private static final String LANE = "demo/0";

  /** What a record's first byte says: nothing more follows from it, or the call moves on by it. */
  private static final byte ASIDE = 0;

  private static final byte REQUESTED = 1;
  private static final byte ENDED = 2;
  private static final byte SETTLED = 3;

  private final Traffic traffic;
  private long queued;
  private long dialed;
  private long ended;
  private long settled;

  CallSteps(Traffic traffic) {
    this.traffic = traffic;
  }

  /** The row of a call, for the topic. */
  ProducerRecord<String, byte[]> row(String topic) {
    return record(topic, traffic.rows(), ASIDE);
  }

  /** Dispatch reads a row, or a report. */
  void dispatch(String topic, byte[] value, Consumer<ProducerRecord<String, byte[]>> out) {
    Load stores = traffic.dispatchStores().half();
    if (topic.equals(ROWS)) {
      log(stores, queued, DISPATCH_LOG, out);
      move(traffic.requests(), queued++, REQUESTS, REQUESTED, out);
    } else if (value[0] == ENDED) {
      log(stores, ended, DISPATCH_LOG, out);
      move(traffic.decisions(), ended++, EVENTS, SETTLED, out);
    }
  }

  /** A worker reads a request. */
  void dial(byte[] value, Consumer<ProducerRecord<String, byte[]>> out) {
    if (value[0] == REQUESTED) {
      move(traffic.reports(), dialed++, EVENTS, ENDED, out);
    }
  }

  /** The projector reads a row or an event; returns whether a call is done by it. */
  boolean project(String topic, byte[] value, Consumer<ProducerRecord<String, byte[]>> out) {
    boolean done = topic.equals(EVENTS) && value[0] == SETTLED;
    if (done) {
      log(traffic.projectorStores(), settled++, PROJECTOR_LOG, out);
    }
    return done;
  }

  private static void log(
      Load load, long call, String topic, Consumer<ProducerRecord<String, byte[]>> out) {
    for (int i = load.of(call); i > 0; i--) {
      out.accept(record(topic, load, ASIDE));
    }
  }

  /** Its last record moves the call on; there is always one. */
  private static void move(
      Load load, long call, String topic, byte kind, Consumer<ProducerRecord<String, byte[]>> out) {
    for (int i = load.of(call); i > 1; i--) {
      out.accept(record(topic, load, ASIDE));
    }
    out.accept(record(topic, load, kind));
  }

  private static ProducerRecord<String, byte[]> record(String topic, Load load, byte kind) {
    byte[] value = new byte[Math.max(1, load.bytes() - LANE.length())];
    value[0] = kind;
    return new ProducerRecord<>(topic, LANE, value);
  }
}
