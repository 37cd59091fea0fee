package peal.domain.dispatch;

import java.util.ArrayList;
import java.util.List;
import peal.domain.DialRequest;
import peal.domain.event.CallEvent;
import peal.domain.event.Suppression;

/** What dispatch has decided and not yet said: filled by the rules, emptied by the runtime. */
public final class Decisions {
  private final List<CallEvent.Decision> events = new ArrayList<>();
  private final List<Suppression> entries = new ArrayList<>();
  private final List<DialRequest> requests = new ArrayList<>();

  void say(CallEvent.Decision event) {
    events.add(event);
  }

  void list(Suppression entry) {
    entries.add(entry);
  }

  void ask(DialRequest request) {
    requests.add(request);
  }

  /** Events for {@code call-events}, in order. */
  public List<CallEvent.Decision> events() {
    return events;
  }

  /** Entries of do-not-call lists that the lane makes itself, for {@code suppressions}. */
  public List<Suppression> entries() {
    return entries;
  }

  /** Requests for {@code dial-requests}, in order. */
  public List<DialRequest> requests() {
    return requests;
  }
}
