package peal.topics;

import org.apache.kafka.common.errors.SerializationException;

/** A record whose value no reader of this version understands; it belongs in dead-letters. */
public final class UnreadableRecord extends SerializationException {
  private static final long serialVersionUID = 1L;

  private final Unreadable why;

  /** States why, without quoting the value: values carry personal data. */
  public UnreadableRecord(String reason) {
    this(Unreadable.BROKEN, reason);
  }

  /** As the other constructor, for what is not merely broken. */
  public UnreadableRecord(Unreadable why, String reason) {
    super(reason);
    this.why = why;
  }

  /** The class of the reason. */
  public Unreadable why() {
    return why;
  }
}
