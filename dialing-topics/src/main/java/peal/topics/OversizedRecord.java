package peal.topics;

/**
 * A value that no record may hold. It is refused where it is made into bytes: refused by the
 * producer it would fail the whole transaction that it is part of, and fail it again each time.
 */
public final class OversizedRecord extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  private OversizedRecord(String what, int bytes, int most) {
    super("%s has %,d bytes of at most %,d".formatted(what, bytes, most));
  }

  /**
   * Returns {@code value} as it is.
   *
   * @param largest most bytes that the record may have, key and headers included
   * @param what names the kind of value, without quoting it
   * @throws OversizedRecord when it is larger
   */
  public static byte[] refuse(byte[] value, int largest, String what) {
    int most = largest - Topics.ROOM_FOR_HEADERS;
    if (value.length > most) {
      throw new OversizedRecord(what, value.length, most);
    }
    return value;
  }
}
