package peal.ingest.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import peal.domain.BatchId;
import peal.domain.Lane;
import peal.domain.WorkspaceId;
import peal.domain.event.BatchCommand.BatchSealed;
import peal.ingest.batch.LogUnavailable;

/**
 * Reads a lane's commands for the seal of a claim. They lie among everybody's, so a question may
 * read much: it ends after a time, and whoever asks again goes on where it ended, for what was read
 * does not change. A workspace asks one question at a time, and so many are asked at once in all.
 * Thread-safe.
 */
final class SealSearch {
  /** The header of a seal that names its claim. */
  static final String CLAIM = "peal-claim";

  /** Questions at once. */
  static final int AT_ONCE = 4;

  /** Questions of which it is known how far they have come. */
  private static final int REMEMBERED = 1_000;

  private final CommandReader commands;
  private final Duration limit;
  private final Semaphore places = new Semaphore(AT_ONCE, true);

  /** As many as there are workspaces. */
  private final Map<WorkspaceId, Semaphore> own = new ConcurrentHashMap<>();

  private final Map<String, Long> reached =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** Reads by {@code commands}; gives up after as long, also to wait for its place. */
  SealSearch(CommandReader commands) {
    this.commands = commands;
    this.limit = commands.limit();
  }

  /**
   * The batch that a try of {@code claim} has sealed since {@code since}, if any.
   *
   * @throws LogUnavailable when the log could not be read to its end, or too many are being read
   */
  Optional<BatchId> find(String claim, Lane lane, Instant since) throws LogUnavailable {
    Semaphore ofWorkspace =
        own.computeIfAbsent(lane.workspace(), workspace -> new Semaphore(1, true));
    try {
      take(ofWorkspace);
      try {
        take(places);
        try {
          return look(claim, lane, since);
        } finally {
          places.release();
        }
      } finally {
        ofWorkspace.release();
      }
    } catch (KafkaException | ExecutionException | TimeoutException e) {
      throw new LogUnavailable("earlier tries could not be looked up", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LogUnavailable("interrupted while looking up earlier tries", e);
    }
  }

  private void take(Semaphore some) throws InterruptedException, LogUnavailable {
    if (!some.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new LogUnavailable("too many earlier tries are being looked up", null);
    }
  }

  private Optional<BatchId> look(String claim, Lane lane, Instant since)
      throws InterruptedException, ExecutionException, TimeoutException, LogUnavailable {
    TopicPartition partition = commands.partition(lane);
    long[] span = commands.ends().of(partition, since);
    if (span[0] < 0) {
      return Optional.empty();
    }
    byte[] wanted = claim.getBytes(StandardCharsets.UTF_8);
    String question = partition + " " + claim;
    AtomicReference<BatchId> found = new AtomicReference<>();
    commands.read(
        partition,
        Math.max(span[0], from(question)),
        span[1],
        record -> {
          Header header = record.headers().lastHeader(CLAIM);
          if (header != null
              && Arrays.equals(header.value(), wanted)
              && commands.value(record) instanceof BatchSealed sealed) {
            found.set(sealed.batch());
          }
          return found.get() != null;
        },
        position -> passed(question, position));
    return Optional.ofNullable(found.get());
  }

  private long from(String question) {
    synchronized (reached) {
      return reached.getOrDefault(question, 0L);
    }
  }

  /** All before {@code position} has been looked at, and was not what is asked for. */
  private void passed(String question, long position) {
    synchronized (reached) {
      reached.put(question, position);
    }
  }
}
