package peal.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import peal.domain.BatchId;
import peal.domain.Workspace;
import peal.gateway.Patience;
import peal.gateway.batches.BatchStates;
import peal.gateway.relay.Backends;
import peal.service.ByteBudget;
import peal.service.http.InternalToken;
import peal.testkit.build.WorkspaceBuilder;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FeedsTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  private final AtomicInteger looks = new AtomicInteger();
  private final Workspace workspace = WorkspaceBuilder.workspace("acme").build();
  private final BatchId batch = BatchId.ofToken("b1");

  /** Whoever listened waited for ever, and so did all who came later. */
  @Test
  void aFeedThatDiesIsOverAndWhoComesBackGetsAnother() throws InterruptedException {
    List<URI> nobody = List.of(URI.create("http://127.0.0.1:1"));
    try (Backends away =
        new Backends(
            "Nobody",
            nobody,
            Duration.ofSeconds(5),
            InternalToken.towards(nobody, Optional.empty()),
            new ByteBudget(1 << 20))) {
      Patience patience = new Patience(() -> Instant.EPOCH, time -> {});
      Feeds feeds =
          new Feeds(
              new BatchStates(away, patience),
              time -> {
                looks.incrementAndGet();
                throw new StackOverflowError("a fault that a test wants");
              },
              Duration.ofMillis(1));

      try (Feeds.Listening first = feeds.listen(workspace, batch)) {
        Feed.Seen seen = first.after(0, LONG);
        assertThat(first.after(seen.look(), LONG).over()).isTrue();
        try (Feeds.Listening second = feeds.listen(workspace, batch)) {
          seen = second.after(0, LONG);
          assertThat(second.after(seen.look(), LONG).over()).isTrue();
        }
      }

      assertThat(looks.get()).isEqualTo(2);
      assertThat(feeds.running()).isZero();
    }
  }
}
