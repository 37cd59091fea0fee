package peal.testkit.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import peal.domain.AttemptId;
import peal.domain.BatchId;
import peal.domain.CallId;
import peal.domain.CallingAgent;
import peal.domain.DialRequest;
import peal.domain.DoNotCallList;
import peal.domain.Lane;
import peal.domain.PhoneNumber;
import peal.domain.WorkspaceId;
import peal.domain.event.Suppression;
import peal.testkit.ManualClock;

class OptOutAuditTest {
  private static final Instant T0 = ManualClock.START;
  private static final WorkspaceId WS = new WorkspaceId("ws");
  private static final PhoneNumber NUMBER = new PhoneNumber("+15550001001");
  private static final AttemptId ATTEMPT =
      new AttemptId(CallId.ofRow(BatchId.ofToken("b"), 0, 1), 1);

  private static final CallingAgent AGENT =
      new CallingAgent("agent_1", "A", "m", "p", "v", "en", "Hello", null, Map.of(), NUMBER, 600);

  private final OptOutAudit audit = new OptOutAudit();

  @Test
  void aRequestThatHadSeenTheEntryIsFound() {
    audit.add(WS, 7, entry(false, null));
    audit.add(request("ws", 7L));

    assertThat(audit.requestedAllTheSame()).containsExactly(ATTEMPT.toString());
  }

  @Test
  void oneThatHadNotSeenItIsNot() {
    audit.add(request("ws", 6L));
    audit.add(request("ws", null));
    audit.add(WS, 7, entry(false, null));

    assertThat(audit.requestedAllTheSame()).isEmpty();
  }

  @Test
  void anEntryThatWasTakenOffOrHasEndedRefusesNobody() {
    audit.add(WS, 7, entry(false, null));
    audit.add(WS, 8, entry(true, null));
    audit.add(WS, 9, entry(false, T0.minusSeconds(1)));
    audit.add(request("ws", 9L));

    assertThat(audit.requestedAllTheSame()).isEmpty();
  }

  @Test
  void anEntryThatEndsDoesNotShortenOneThatDoesNot() {
    audit.add(WS, 7, entry(false, null));
    audit.add(WS, 8, entry(false, T0.minusSeconds(1)));
    audit.add(request("ws", 9L));

    assertThat(audit.requestedAllTheSame()).hasSize(1);
  }

  @Test
  void anotherWorkspacesListsAreNoneOfIts() {
    audit.add(WS, 7, entry(false, null));
    audit.add(request("rival", 9L));

    assertThat(audit.requestedAllTheSame()).isEmpty();
  }

  private static Suppression entry(boolean removed, Instant until) {
    return new Suppression(NUMBER, DoNotCallList.OPT_OUT, T0, removed, until, null, null, null);
  }

  private static DialRequest request(String workspace, Long seen) {
    return new DialRequest(
            ATTEMPT,
            new Lane(new WorkspaceId(workspace), 0),
            DialRequest.Kind.DIAL,
            NUMBER,
            AGENT,
            Map.of(),
            T0,
            T0.plusSeconds(1),
            100)
        .knowing(seen, 1);
  }
}
