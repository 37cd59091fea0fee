package peal.simulator;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The calls that were asked for by Twilio's API, the last {@value #MOST} of them. Thread-safe. */
final class TwilioDirectory {
  private static final int MOST = 20_000;

  private final Map<String, TwilioCall> calls =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, TwilioCall> eldest) {
          return size() > MOST;
        }
      };

  synchronized void add(TwilioCall call) {
    calls.putIfAbsent(call.sid(), call);
  }

  synchronized Optional<TwilioCall> find(String sid) {
    return Optional.ofNullable(calls.get(sid));
  }

  /** Those of {@code account} between these numbers; null stands for any. */
  synchronized List<TwilioCall> newestFirst(String account, String to, String from) {
    List<TwilioCall> found = new ArrayList<>();
    for (TwilioCall call : calls.values()) {
      if (call.account().equals(account)
          && (to == null || call.to().equals(to))
          && (from == null || call.from().equals(from))) {
        found.add(call);
      }
    }
    Collections.reverse(found);
    return found;
  }
}
