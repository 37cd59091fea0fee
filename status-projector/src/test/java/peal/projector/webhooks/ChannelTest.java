package peal.projector.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import peal.domain.BatchId;
import peal.domain.EventType;
import peal.domain.Lane;
import peal.domain.Outcome;
import peal.domain.Webhook;
import peal.domain.WebhookProgress;
import peal.domain.event.CallEvent;
import peal.projector.LoggedLane;
import peal.projector.MemoryLanes;
import peal.projector.MemoryLog;
import peal.projector.Story;
import peal.projector.events.Telling;
import peal.projector.fold.LaneFold;
import peal.projector.query.LaneEventPage;
import peal.projector.query.LaneReader;

/** One webhook and one lane: what is sent, in which order, and where it goes on. */
class ChannelTest {
  private static final Story STORY = Story.of("b1", 0);
  private static final Lane LANE = Story.lane(0);

  private final MemoryLanes memory = new MemoryLanes();
  private final LaneFold fold = new LaneFold(memory);
  private final MemoryLog log = new MemoryLog();
  private final AtomicReference<Instant> now = new AtomicReference<>(Story.at(100));
  private final List<String> sent = new ArrayList<>();
  private final Set<String> refused = new HashSet<>();
  private final Set<String> broken = new HashSet<>();
  private final List<WebhookProgress> kept = new ArrayList<>();
  private final List<Integer> pages = new ArrayList<>();
  private Duration slow = Duration.ZERO;
  private Telling telling = Telling.NOW;
  private int status = 503;

  private final Channel.Tools tools =
      new Channel.Tools(
          this::receive,
          new ProgressLog() {
            @Override
            public Optional<WebhookProgress> last(String key) {
              return kept.isEmpty() ? Optional.empty() : Optional.of(kept.getLast());
            }

            @Override
            public void keep(WebhookProgress progress) {
              kept.add(progress);
            }

            @Override
            public Collection<WebhookProgress> all() {
              return kept;
            }

            @Override
            public void forget(WebhookProgress progress) {
              kept.remove(progress);
            }
          },
          event -> event.id().getBytes(StandardCharsets.UTF_8),
          Runnable::run,
          new WebhookMeters(new SimpleMeterRegistry()),
          now::get);

  private Sender.Sent receive(Webhook webhook, String id, byte[] body) {
    if (broken.stream().anyMatch(id::contains)) {
      throw new IllegalStateException("a fault of ours");
    }
    sent.add(id.substring("evt_b1-".length()));
    now.updateAndGet(at -> at.plus(slow));
    return refused.stream().anyMatch(id::contains)
        ? new Sender.Sent(status, "answered " + status, Optional.empty(), 1)
        : new Sender.Sent(200, null, Optional.empty(), 1);
  }

  @Test
  void everythingIsSentOnceAndItGoesOnFromThere() {
    givenTwoCalls();
    Channel channel = channel();

    channel.run(webhook());
    channel.run(webhook());

    assertThat(sent)
        .containsExactly(
            "started", "0-1-1-dialing", "0-1-1-ended", "0-2-1-dialing", "0-2-1-ended", "completed");
    assertThat(channel.isDue(webhook(), new Folded(0, 3, 3))).isFalse();
    happens(STORY.paused(50, true));
    assertThat(channel.isDue(webhook(), new Folded(0, 4, 4))).isTrue();
  }

  @Test
  void aCallThatIsNotTakenWaitsAndOthersOfItsPageGoOn() {
    givenTwoCalls();
    refused.add("0-1-1-dialing");
    Channel channel = channel();

    channel.run(webhook());

    assertThat(sent).containsExactly("started", "0-1-1-dialing", "0-2-1-dialing", "0-2-1-ended");
    assertThat(channel.isDue(webhook(), new Folded(0, 3, 3))).isFalse();
    now.updateAndGet(at -> at.plusSeconds(2));
    assertThat(channel.isDue(webhook(), new Folded(0, 3, 3))).isTrue();
    refused.clear();
    sent.clear();

    channel.run(webhook());

    assertThat(sent).containsExactly("0-1-1-dialing", "0-1-1-ended", "completed");
  }

  @Test
  void ofAPageNothingMoreIsPostedOnceAPostHadNoAnswer() {
    givenTwoCalls();
    refused.add("0-1-1-dialing");
    status = 0;
    Channel channel = channel();

    channel.run(webhook());

    assertThat(sent).containsExactly("started", "0-1-1-dialing");
    refused.clear();
    sent.clear();
    now.updateAndGet(at -> at.plusSeconds(2));
    channel.run(webhook());
    assertThat(sent)
        .containsExactly(
            "0-1-1-dialing", "0-1-1-ended", "0-2-1-dialing", "0-2-1-ended", "completed");
  }

  @Test
  void whatCouldNotBePostedIsNotTakenForTold() {
    givenTwoCalls();
    broken.add("0-2-1-ended");
    Channel channel = channel();
    channel.run(webhook());
    broken.clear();
    sent.clear();
    now.updateAndGet(at -> at.plusSeconds(2));

    channel.run(webhook());

    assertThat(sent).containsExactly("0-2-1-ended", "completed");
  }

  @Test
  void aNewOwnerGoesOnWhereTheOneBeforeWasAndMaySendAgain() {
    givenTwoCalls();
    refused.add("0-2-1-dialing");
    channel().run(webhook());
    sent.clear();
    refused.clear();
    now.updateAndGet(at -> at.plusSeconds(2));

    channel().run(webhook());

    assertThat(sent).containsSubsequence("0-2-1-dialing", "0-2-1-ended", "completed");
    assertThat(sent).doesNotContain("started", "0-1-1-dialing");
  }

  @Test
  void oneThatIsGoneIsPausedUntilItIsTriedAgain() {
    givenTwoCalls();
    refused.add("b1");
    status = 410;
    Channel channel = channel();

    channel.run(webhook());
    now.updateAndGet(at -> at.plus(Duration.ofDays(2)));

    assertThat(channel.progress().paused(webhook())).isTrue();
    assertThat(channel.isDue(webhook(), new Folded(0, 3, 3))).isFalse();
    assertThat(channel.isDue(triedAgain(), new Folded(0, 3, 3))).isTrue();
    refused.clear();
    sent.clear();
    channel.run(triedAgain());
    assertThat(sent).contains("started", "0-2-1-ended", "completed");
  }

  @Test
  void whatNobodyWantsIsPassedOver() {
    givenTwoCalls();
    Webhook some = webhook(List.of(EventType.CALL_ENDED.word()), null, 1);
    Channel channel = channel();

    channel.run(some);

    assertThat(sent).containsExactly("0-1-1-ended", "0-2-1-ended");
    sent.clear();
    new Channel(reader(), null, (event, offset) -> telling, tools)
        .run(webhook(List.of(), new BatchId("batch_other"), 1));
    assertThat(sent).isEmpty();
  }

  @Test
  void whatCannotBeToldYetIsToldLaterWithAllThatFollows() {
    givenTwoCalls();
    telling = Telling.LATER;
    channel().run(webhook());
    assertThat(sent).isEmpty();

    telling = Telling.NOW;
    channel().run(webhook());

    assertThat(sent).hasSize(6);
  }

  @Test
  void aReceiverThatTakesItsTimeIsAskedForLessAtOnce() {
    givenTwoCalls();
    slow = Duration.ofSeconds(9);
    Channel channel = channel();
    channel.run(webhook());

    happens(STORY.paused(50, true));
    channel.run(webhook());
    slow = Duration.ZERO;
    happens(STORY.paused(51, false));
    channel.run(webhook());
    channel.run(webhook());

    // Six events in 54 s, then one in 9 s.
    assertThat(pages).startsWith(100, 16, 16, 32);
    assertThat(sent).hasSize(8).last().asString().startsWith("resumed-");
  }

  @Test
  void aReplayTellsAgainFromItsBeginning() {
    givenTwoCalls();
    Channel channel = channel();
    channel.run(webhook());
    sent.clear();
    Webhook anew = webhook().begunAnew(Story.at(9), now.get());

    assertThat(channel.isDue(anew, new Folded(0, 3, 3))).isTrue();
    channel.run(anew);

    assertThat(sent).startsWith("0-1-1-ended").doesNotContain("started");
  }

  @Test
  void whatIsOthersIsPassedOverUnread() {
    givenTwoCalls();
    Channel channel = channel();
    channel.run(webhook());

    assertThat(channel.isDue(webhook(), new Folded(0, 90_000, 3))).isFalse();
    assertThat(channel.progress().offset()).isEqualTo(90_001);
  }

  @Test
  void whatIsNoLongerKeptIsSaidToBeMissed() {
    givenTwoCalls();
    refused.add("b1");
    Channel channel = channel();
    channel.run(webhook());
    log.deleteBefore(3);
    refused.clear();
    now.updateAndGet(at -> at.plusSeconds(9));

    channel.run(webhook());

    assertThat(channel.progress().missedBefore()).isEqualTo(now.get());
    assertThat(sent.getLast()).isEqualTo("completed");
  }

  /** Two calls that ended: four records. */
  private void givenTwoCalls() {
    fold.apply(LANE, STORY.opened(2, 2));
    fold.apply(LANE, STORY.row(1));
    fold.apply(LANE, STORY.row(2));
    fold.apply(LANE, STORY.sealed(2));
    happens(STORY.dialing(1, 1, 2));
    happens(STORY.settled(1, 1, 9, Outcome.ANSWERED));
    happens(STORY.dialing(2, 1, 10));
    happens(STORY.settled(2, 1, 12, Outcome.ANSWERED));
  }

  private void happens(CallEvent event) {
    fold.apply(LANE, event, log.add(event));
  }

  private Channel channel() {
    return new Channel(
        reader(), kept.isEmpty() ? null : kept.getLast(), (event, offset) -> telling, tools);
  }

  private LaneReader reader() {
    return new LoggedLane(LANE, memory.reader(LANE), log, () -> 1_000_000) {
      @Override
      public LaneEventPage events(long from, int limit, long bytes) {
        pages.add(limit);
        return super.events(from, limit, bytes);
      }
    };
  }

  private static Webhook webhook() {
    return webhook(List.of(), null, 0);
  }

  private static Webhook triedAgain() {
    return webhook(List.of(), null, 1);
  }

  private static Webhook webhook(List<String> events, BatchId batch, int tries) {
    return new Webhook(
        "whk_1",
        Story.WORKSPACE,
        "https://crm.example.com",
        events,
        batch,
        null,
        true,
        1,
        Story.START,
        Story.START,
        1,
        tries,
        Story.START,
        Story.START,
        1L,
        null);
  }
}
