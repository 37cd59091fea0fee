package peal.topics;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * A record that was put aside: where it came from, why, and the record as it was. On {@code
 * dead-letters} key, value and headers are the original's; ours are added with names of their own.
 *
 * @param topic the topic on which it lies
 * @param partition the partition
 * @param offset the offset
 * @param time the original's timestamp
 * @param why the class of the reason
 * @param detail the reason in words, without the value
 * @param reader who could not read it, such as {@code peal-dispatch}
 * @param key the original key, or null
 * @param value the original value, or null
 * @param headers the original headers
 * @param whole whether the value is the original's; one that was too large is left out
 */
public record DeadLetter(
    String topic,
    int partition,
    long offset,
    Instant time,
    Unreadable why,
    String detail,
    String reader,
    byte[] key,
    byte[] value,
    List<Header> headers,
    boolean whole) {
  /** Header of a record on {@code dead-letters} that says which offset of it was replayed. */
  public static final String REPLAYED = "peal-replayed";

  private static final String OURS = "peal-";
  private static final String WHY = "peal-reason";
  private static final String DETAIL = "peal-detail";
  private static final String READER = "peal-reader";
  private static final String TOPIC = "peal-topic";
  private static final String PARTITION = "peal-partition";
  private static final String OFFSET = "peal-offset";
  private static final String TIME = "peal-time";
  private static final String CUT = "peal-cut";

  /** Room for headers. */
  private static final int OVERHEAD = 64 * 1024;

  /** Copies the list. */
  public DeadLetter {
    headers = List.copyOf(headers);
  }

  /**
   * What is to be kept of a record.
   *
   * @param original its headers; ours, from an earlier time in dead-letters, are left out
   */
  public static DeadLetter of(
      String topic,
      int partition,
      long offset,
      long time,
      Reason reason,
      byte[] key,
      byte[] value,
      Headers original) {
    return new DeadLetter(
        topic,
        partition,
        offset,
        Instant.ofEpochMilli(time),
        reason.why(),
        reason.detail(),
        reason.reader(),
        key,
        value,
        theirs(original),
        true);
  }

  /**
   * What is to be said of a record that could not be written to {@code topic}. It has no offset,
   * its value is left out, and so it cannot be replayed.
   */
  public static DeadLetter unwritten(
      String topic, int partition, Instant time, Reason reason, byte[] key, Headers headers) {
    return new DeadLetter(
        topic,
        partition,
        -1,
        time,
        reason.why(),
        reason.detail(),
        reason.reader(),
        key,
        null,
        theirs(headers),
        false);
  }

  /** Why, in a class and in words, and who says so. */
  public record Reason(Unreadable why, String detail, String reader) {
    /** The reason that {@code fault} gives; nothing of a value is quoted. */
    public static Reason of(Throwable fault, String reader) {
      return switch (fault) {
        case UnreadableRecord unreadable ->
            new Reason(unreadable.why(), unreadable.getMessage(), reader);
        case OversizedRecord oversized ->
            new Reason(Unreadable.TOO_BIG, oversized.getMessage(), reader);
        default -> new Reason(Unreadable.FAULT, where(fault), reader);
      };
    }

    /** Type and place, not the message: a message may quote what it could not take. */
    private static String where(Throwable fault) {
      StackTraceElement[] trace = fault.getStackTrace();
      String name = fault.getClass().getName();
      return trace.length == 0 ? name : name + " at " + trace[0];
    }
  }

  /** What is kept of {@code record}. */
  public static DeadLetter of(ConsumerRecord<byte[], byte[]> record, Reason reason) {
    return of(
        record.topic(),
        record.partition(),
        record.offset(),
        record.timestamp(),
        reason,
        record.key(),
        record.value(),
        record.headers());
  }

  /**
   * As it is written to {@code deadLetters}, the topic's name. A value that would not fit there is
   * left out: where the original lies is known.
   */
  public ProducerRecord<byte[], byte[]> record(String deadLetters) {
    List<Header> all = new ArrayList<>(headers);
    boolean fits = length(key) + length(value) + OVERHEAD <= Topics.LARGEST_DERIVED;
    if (!fits || !whole) {
      all.add(header(CUT, Long.toString(length(value))));
    }
    all.add(header(WHY, why.word()));
    all.add(header(DETAIL, String.valueOf(detail)));
    all.add(header(READER, String.valueOf(reader)));
    all.add(header(TOPIC, topic));
    all.add(header(PARTITION, Integer.toString(partition)));
    all.add(header(OFFSET, Long.toString(offset)));
    all.add(header(TIME, Long.toString(time.toEpochMilli())));
    return new ProducerRecord<>(deadLetters, null, null, key, fits ? value : null, all);
  }

  /** As it is written back to the topic that it came from. */
  public ProducerRecord<byte[], byte[]> replay() {
    return new ProducerRecord<>(topic, partition, null, key, value, headers);
  }

  /** Reads what {@link #record} wrote; empty for anything else. */
  public static Optional<DeadLetter> read(ConsumerRecord<byte[], byte[]> record) {
    try {
      return Optional.of(
          new DeadLetter(
              text(record, TOPIC),
              Integer.parseInt(text(record, PARTITION)),
              Long.parseLong(text(record, OFFSET)),
              Instant.ofEpochMilli(Long.parseLong(text(record, TIME))),
              why(text(record, WHY)),
              text(record, DETAIL),
              text(record, READER),
              record.key(),
              record.value(),
              theirs(record.headers()),
              record.headers().lastHeader(CUT) == null));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** A reason that a later version has added is a fault to us. */
  private static Unreadable why(String word) {
    for (Unreadable known : Unreadable.values()) {
      if (known.word().equals(word)) {
        return known;
      }
    }
    return Unreadable.FAULT;
  }

  private static List<Header> theirs(Headers headers) {
    List<Header> theirs = new ArrayList<>();
    for (Header header : headers) {
      if (!header.key().startsWith(OURS)) {
        theirs.add(header);
      }
    }
    return theirs;
  }

  private static long length(byte[] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  private static Header header(String name, String value) {
    return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    if (header == null || header.value() == null) {
      throw new IllegalArgumentException(name + " is absent");
    }
    return new String(header.value(), StandardCharsets.UTF_8);
  }
}
