package peal.projector.query;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * How much of the calls that are asked for is read at once. What is left is for another question,
 * from the row after the last one.
 *
 * @param bytes read on until so many have been reached, at least 1; one call is always read
 * @param transcripts whether what was said comes along
 */
public record CallShare(long bytes, boolean transcripts) {
  /** All of them, whole. */
  public static final CallShare ALL = new CallShare(Long.MAX_VALUE, true);

  /** At most about {@code bytes} of whole calls. */
  public static CallShare of(long bytes) {
    return new CallShare(bytes, true);
  }

  /** What this share is of {@code calls}, which are read no further than needed. */
  public List<LaneCall> of(Iterator<LaneCall> calls) {
    List<LaneCall> read = new ArrayList<>();
    long weight = 0;
    while (weight < bytes && calls.hasNext()) {
      LaneCall call = calls.next();
      LaneCall shown =
          transcripts ? call : new LaneCall(call.id(), call.view().withoutTranscripts());
      read.add(shown);
      weight += shown.bytes();
    }
    return read;
  }

  /** Whether {@code read}, which is this share of some calls, may not be all of them. */
  boolean ends(List<LaneCall> read) {
    return weight(read) >= bytes;
  }

  /** About what {@code calls} take as JSON. */
  static long weight(List<LaneCall> calls) {
    return calls.stream().mapToLong(LaneCall::bytes).sum();
  }
}
