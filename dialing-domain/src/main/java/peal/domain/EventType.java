package peal.domain;

import java.util.Optional;
import java.util.stream.Stream;

/** What customers are told of as it happens. */
public enum EventType {
  /** The carrier has an attempt of a call. */
  CALL_DIALING("call.dialing"),
  /** Somebody, or a machine, picked up. */
  CALL_CONNECTED("call.connected"),
  /** An attempt failed, and the call is due again. */
  CALL_SCHEDULED("call.scheduled"),
  /** The call completed or failed. */
  CALL_ENDED("call.ended"),
  /** The call was cancelled or skipped by itself, and not with all of its batch. */
  CALL_CANCELLED("call.cancelled"),
  /** The batch was dialed for the first time. */
  BATCH_STARTED("batch.started"),
  /** Nobody of the batch is dialed for now. */
  BATCH_PAUSED("batch.paused"),
  /** The batch goes on. */
  BATCH_RESUMED("batch.resumed"),
  /** Whoever waited is no longer dialed; what is out may still end. */
  BATCH_CANCELLED("batch.cancelled"),
  /** The batch was never started whole, and is dropped. */
  BATCH_FAILED("batch.failed"),
  /** Nothing more can happen to the batch. */
  BATCH_COMPLETED("batch.completed");

  private final String word;

  EventType(String word) {
    this.word = word;
  }

  /** As the API writes it. */
  public String word() {
    return word;
  }

  /** The type that the API writes as {@code word}, if there is one. */
  public static Optional<EventType> of(String word) {
    return Stream.of(values()).filter(type -> type.word.equals(word)).findFirst();
  }
}
