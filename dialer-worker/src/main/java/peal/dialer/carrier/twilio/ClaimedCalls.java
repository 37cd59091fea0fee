package peal.dialer.carrier.twilio;

import java.util.LinkedHashMap;
import java.util.Map;
import peal.domain.AttemptId;

/**
 * Which of Twilio's calls is which attempt's, as far as this worker knows, so that a call that is
 * found by its numbers is not taken for another attempt to the same person. The last {@value #MOST}
 * are remembered. All attempts from one number to another belong to one lane, and so to one worker;
 * a webhook may tell another. Thread-safe.
 */
final class ClaimedCalls {
  private static final int MOST = 20_000;

  private final Map<String, AttemptId> claims =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, AttemptId> eldest) {
          return size() > MOST;
        }
      };

  /** The call {@code sid} is that attempt's. */
  synchronized void claim(String sid, AttemptId attempt) {
    if (sid != null) {
      claims.put(sid, attempt);
    }
  }

  /** Whether it may be that attempt's. */
  synchronized boolean mayBe(String sid, AttemptId attempt) {
    AttemptId known = claims.get(sid);
    return known == null || known.equals(attempt);
  }
}
