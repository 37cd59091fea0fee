package peal.ingest.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import peal.domain.BatchExtent;
import peal.domain.BatchId;
import peal.domain.Lane;
import peal.domain.event.BatchCommand.BatchExtended;
import peal.ingest.batch.LogUnavailable;
import peal.topics.UnreadableRecord;

/**
 * Reads from a lane's commands how far a batch's rows reach. A projector has told how far they
 * reached by what lies before an offset, so that little is left to read. Thread-safe.
 */
final class ExtentSearch {
  private final CommandReader commands;

  ExtentSearch(CommandReader commands) {
    this.commands = commands;
  }

  /**
   * What was found.
   *
   * @param newest of the batch
   * @param claimed what the claim has written
   */
  record Found(Optional<BatchExtent> newest, Optional<BatchExtent> claimed) {}

  /**
   * What was said of {@code batch} in {@code lane} from {@code readTo} on; other lanes of its
   * workspace may lie in the same partition, and are told less.
   *
   * @param claim whose record is looked for as well
   * @param since when the first try of that claim began, where there were earlier ones
   * @throws LogUnavailable when the log could not be read to its end
   */
  Found find(BatchId batch, String claim, Lane lane, long readTo, Optional<Instant> since)
      throws LogUnavailable {
    try {
      TopicPartition partition = commands.partition(lane);
      long[] all = commands.ends().of(partition, Instant.EPOCH);
      long tried = since.isEmpty() ? -1 : commands.ends().of(partition, since.get())[0];
      long from = tried < 0 ? readTo : Math.min(readTo, tried);
      Finding finding = new Finding(batch, claim, lane);
      if (all[0] >= 0) {
        commands.read(
            partition, Math.max(all[0], from), all[1], finding::takesNoMore, position -> {});
      }
      return finding.found;
    } catch (KafkaException | ExecutionException | TimeoutException e) {
      throw new LogUnavailable("what was added to the batch could not be looked up", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LogUnavailable("interrupted while looking up what was added", e);
    }
  }

  private final class Finding {
    private final BatchId batch;
    private final byte[] claim;
    private final byte[] key;
    private Found found = new Found(Optional.empty(), Optional.empty());

    Finding(BatchId batch, String claim, Lane lane) {
      this.batch = batch;
      this.claim = claim.getBytes(StandardCharsets.UTF_8);
      this.key = lane.key().getBytes(StandardCharsets.UTF_8);
    }

    boolean takesNoMore(ConsumerRecord<byte[], byte[]> record) {
      if (Arrays.equals(record.key(), key)
          && value(record) instanceof BatchExtended said
          && said.batch().equals(batch)) {
        boolean claimed = mark(record).filter(mark -> Arrays.equals(mark, claim)).isPresent();
        Optional<BatchExtent> extent = Optional.of(said.extent());
        found = new Found(extent, claimed ? extent : found.claimed());
      }
      return false;
    }

    /** An extent that a newer ingest has written must not be overlooked: each has a mark. */
    private Object value(ConsumerRecord<byte[], byte[]> record) {
      try {
        return commands.value(record);
      } catch (UnreadableRecord e) {
        if (mark(record).isPresent()) {
          throw e;
        }
        return null;
      }
    }

    private static Optional<byte[]> mark(ConsumerRecord<byte[], byte[]> record) {
      return Optional.ofNullable(record.headers().lastHeader(SealSearch.CLAIM)).map(Header::value);
    }
  }
}
