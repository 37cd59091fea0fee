package peal.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static peal.testkit.build.WorkspaceBuilder.workspace;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import peal.domain.AttemptId;
import peal.domain.BatchId;
import peal.domain.CallId;
import peal.domain.DoNotCallList;
import peal.domain.Lane;
import peal.domain.Outcome;
import peal.domain.PhoneNumber;
import peal.domain.Workspace;
import peal.domain.event.CallEvent;
import peal.domain.event.CallQueued;
import peal.domain.event.Suppression;
import peal.service.kafka.KafkaClients;
import peal.service.kafka.Provisioning;
import peal.testkit.ManualClock;
import peal.testkit.kafka.KafkaFixture;
import peal.testkit.kafka.Pen;
import peal.topics.TopicProvision;
import peal.topics.Topics;

@ExtendWith(KafkaFixture.class)
@Timeout(600)
class NumberTrailTest {
  private static final Instant T0 = ManualClock.START;
  private static final PhoneNumber NUMBER = new PhoneNumber("+15550001001");
  private static final PhoneNumber OTHER = new PhoneNumber("+15550001002");
  private static final CallId CALL = CallId.ofRow(BatchId.ofToken("b1"), 0, 1);

  private final Topics topics = new Topics(2);

  @Test
  void allThatWasDecidedAboutANumberIsToldWithItsPlace(KafkaFixture kafka) {
    kafka.wipe();
    KafkaClients clients = new KafkaClients(kafka.bootstrapServers());
    Provisioning.run(clients, topics, TopicProvision.CREATE, Duration.ofSeconds(120));
    Workspace acme = workspace("acme").build();
    Lane lane = new Lane(acme.id(), 0);
    int partition = topics.partitionOf(lane);
    Suppression entry =
        new Suppression(
            NUMBER, DoNotCallList.OPT_OUT, T0.plusSeconds(2), false, null, null, "key_1", null);
    try (Pen pen = new Pen(kafka, topics)) {
      pen.write(topics.workspaces(), "acme", acme);
      pen.write(topics.callJobs(), lane, new CallQueued(CALL, T0, NUMBER, Map.of()));
      pen.write(
          topics.callJobs(),
          lane,
          new CallQueued(CallId.ofRow(BatchId.ofToken("b1"), 0, 2), T0, OTHER, Map.of()));
      pen.write(
          topics.callEvents(),
          lane,
          new CallEvent.Ended(
              new AttemptId(CALL, 1), T0.plusSeconds(1), Outcome.BUSY, null, null, null));
      pen.write(topics.suppressions(), lane, entry);
      pen.write(
          topics.callEvents(),
          lane,
          new CallEvent.NumberSuppressed(entry, T0.plusSeconds(3), true, 0, List.of()));
      pen.flush();
    }

    try (NumberTrail trail = new NumberTrail(clients, 2)) {
      List<NumberTrail.Step> steps = trail.of("acme", NUMBER);

      assertThat(steps)
          .extracting(NumberTrail.Step::place)
          .containsExactly(
              "call-jobs-" + partition + "@0",
              "call-events-" + partition + "@0",
              "suppressions-" + partition + "@0",
              "call-events-" + partition + "@1");
      assertThat(steps.get(2).words()).isEqualTo("to be put on list opt-out, by key_1");
      assertThat(steps)
          .extracting(NumberTrail.Step::words)
          .noneMatch(words -> words.contains(NUMBER.e164()));
      assertThatThrownBy(() -> trail.of("nobody", NUMBER)).isInstanceOf(Refused.class);
    }
  }
}
