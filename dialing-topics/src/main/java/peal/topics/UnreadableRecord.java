package peal.topics;

import org.apache.kafka.common.errors.SerializationException;

/** A record whose value no reader of this version understands; it belongs in dead-letters. */
public final class UnreadableRecord extends SerializationException {
  private static final long serialVersionUID = 1L;

  /** States why, without quoting the value: values carry personal data. */
  public UnreadableRecord(String reason) {
    super(reason);
  }
}
