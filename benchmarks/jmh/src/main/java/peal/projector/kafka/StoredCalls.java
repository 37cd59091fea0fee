package peal.projector.kafka;

import peal.projector.fold.CallView;

/** The stored form of a call, to be measured from outside its package. */
public final class StoredCalls {
  private StoredCalls() {}

  /** As the projector writes it. */
  public static byte[] write(CallView call) {
    return StoredCall.write(call);
  }

  /** As the projector reads it. */
  public static CallView read(byte[] bytes) {
    return StoredCall.read(bytes);
  }
}
