package peal.ingest.batch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import peal.domain.BatchExtent;
import peal.domain.BatchId;
import peal.domain.Lane;
import peal.domain.WorkspaceId;
import peal.domain.event.BatchCommand.BatchExtended;
import peal.domain.event.BatchCommand.BatchOpened;
import peal.domain.event.BatchCommand.BatchSealed;
import peal.domain.event.CallQueued;
import peal.domain.event.LaneEvent;

/** Keeps what is written, in order, and fails where it is told to. */
public final class RecordingLog implements BatchLog {
  /** Where writing may fail. */
  public enum Step {
    CLAIM,
    OPEN,
    ROW,
    FINISH,
    SEAL,
    COMMIT,
    NEVER
  }

  /** One event and the lane that it was written to. */
  public record Written(Lane lane, LaneEvent event) {}

  public final List<Written> written = Collections.synchronizedList(new ArrayList<>());
  public Step failAt = Step.NEVER;

  /** What happens while a batch is opened. */
  public volatile Runnable opening = () -> {};

  public boolean bulk;
  public boolean finished;
  public final List<Claim> claims = new ArrayList<>();
  public BatchId earlier;
  public int closedClaims;

  @Override
  public void open(Map<Lane, BatchOpened> opened) throws LogUnavailable {
    opening.run();
    fail(Step.OPEN);
    opened.forEach((lane, event) -> written.add(new Written(lane, event)));
  }

  @Override
  public Rows rows(boolean toBulk) {
    bulk = toBulk;
    return new Rows() {
      @Override
      public void write(Lane lane, CallQueued row) throws LogUnavailable {
        if (row.call().row() == 2) {
          fail(Step.ROW);
        }
        written.add(new Written(lane, row));
      }

      @Override
      public void finish() throws LogUnavailable {
        fail(Step.FINISH);
        finished = true;
      }
    };
  }

  @Override
  public void seal(Map<Lane, BatchSealed> sealed, Instant latest)
      throws LogUnavailable, SealUnknown {
    fail(Step.SEAL);
    if (!finished) {
      throw new AssertionError("sealed before every row was durable");
    }
    if (failAt == Step.COMMIT) {
      throw new SealUnknown("no answer", null);
    }
    sealed.forEach((lane, event) -> written.add(new Written(lane, event)));
  }

  @Override
  public Claimed claim(Claim claim, Lane lane) throws LogUnavailable {
    fail(Step.CLAIM);
    claims.add(claim);
    return new Claimed() {
      @Override
      public Optional<BatchId> earlier() {
        return Optional.ofNullable(earlier);
      }

      @Override
      public void seal(Map<Lane, BatchSealed> sealed, Instant latest)
          throws LogUnavailable, SealUnknown {
        RecordingLog.this.seal(sealed, latest);
      }

      @Override
      public void close() {
        closedClaims++;
      }
    };
  }

  /** What was written of a batch that was taken, and by which claim. */
  public record Extended(BatchId batch, Optional<String> claim, BatchExtent extent) {}

  public final List<Extended> extents = new ArrayList<>();
  public boolean inProgress;

  @Override
  public Extending extend(WorkspaceId workspace, BatchId batch, Optional<Claim> claim, long readTo)
      throws LogUnavailable, RowsInProgress {
    fail(Step.CLAIM);
    if (inProgress) {
      throw new RowsInProgress(null);
    }
    return new Extending() {
      @Override
      public Optional<BatchExtent> newest() {
        return extents.stream()
            .filter(one -> one.batch().equals(batch))
            .map(Extended::extent)
            .reduce((one, other) -> other);
      }

      @Override
      public Optional<BatchExtent> earlier() {
        return extents.stream()
            .filter(one -> claim.isPresent() && one.claim().equals(claim.map(Claim::id)))
            .map(Extended::extent)
            .findFirst();
      }

      @Override
      public BatchExtent write(
          List<LaneRow> rows, boolean toBulk, Map<Lane, BatchExtended> extended)
          throws LogUnavailable, SealUnknown {
        fail(Step.SEAL);
        if (failAt == Step.COMMIT) {
          throw new SealUnknown("no answer", null);
        }
        bulk = toBulk;
        rows.forEach(one -> written.add(new Written(one.lane(), one.row())));
        extended.forEach((lane, event) -> written.add(new Written(lane, event)));
        BatchExtent extent = extended.values().iterator().next().extent();
        extents.add(new Extended(batch, claim.map(Claim::id), extent));
        return extent;
      }

      @Override
      public void close() {
        closedClaims++;
      }
    };
  }

  private void fail(Step step) throws LogUnavailable {
    if (failAt == step) {
      throw new LogUnavailable("no Kafka at " + step, null);
    }
  }

  /** The events of one type, in order. */
  public <E extends LaneEvent> List<E> events(Class<E> type) {
    return written.stream().map(Written::event).filter(type::isInstance).map(type::cast).toList();
  }
}
