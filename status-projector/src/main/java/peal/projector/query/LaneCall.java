package peal.projector.query;

import java.util.Map;
import peal.domain.CallId;
import peal.projector.fold.Attempt;
import peal.projector.fold.CallView;

/** A call and its id. */
public record LaneCall(CallId id, CallView view) {
  /** What a call takes beside its texts. */
  private static final int FRAME = 200;

  private static final int CONTROL = 6;

  /** About how many bytes it takes as JSON; seldom fewer on the heap. */
  public long bytes() {
    long bytes = FRAME;
    for (Map.Entry<String, String> variable : view.variables().entrySet()) {
      bytes += bytes(variable.getKey()) + bytes(variable.getValue());
    }
    for (Attempt attempt : view.attempts()) {
      bytes += FRAME + bytes(attempt.transcript()) + bytes(attempt.detail());
    }
    return bytes;
  }

  private static long bytes(String text) {
    if (text == null) {
      return 0;
    }
    long bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      bytes += bytes(text.charAt(i));
    }
    return bytes;
  }

  private static int bytes(char c) {
    if (c < ' ') {
      return CONTROL;
    }
    if (c == '"' || c == '\\') {
      return 2;
    }
    if (c < 0x80) {
      return 1;
    }
    return c < 0x800 ? 2 : 3;
  }
}
