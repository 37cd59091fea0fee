package peal.domain.event;

import java.time.Instant;
import java.util.List;
import peal.domain.BatchExtent;
import peal.domain.BatchId;
import peal.domain.BatchPlan;
import peal.domain.CallLimits;
import peal.domain.CallingAgent;
import peal.domain.DoNotCallList;
import peal.domain.PausedBy;
import peal.domain.PlanRevision;
import peal.domain.RetryPlan;
import peal.domain.RowReading;
import peal.domain.StopWhen;
import peal.domain.hours.CallingHours;

/** What is said of a batch as a whole, once to each of its lanes. */
public sealed interface BatchCommand extends LaneEvent {
  /** The batch. */
  BatchId batch();

  /**
   * Rows are coming. Nothing is dialed yet.
   *
   * @param batch the batch
   * @param at when it was accepted
   * @param name the client's name for it, or null
   * @param agent the agent as of now
   * @param total rows of the whole batch that will be dialed
   * @param laneTotal those of them that lie in this lane
   * @param sealBy unsealed after this, it is dropped
   * @param scheduledAt dial nothing before this; null for at once
   * @param callbacks when to dial again; null for never
   * @param single whether it is one call that somebody asked for by itself: it goes before batches
   *     and is not listed among them
   * @param priority its share of the lane's turns beside other batches, 1 to 10; null for {@value
   *     BatchPlan#USUAL_PRIORITY}
   * @param columns names of its calls' variables in the order of the file's columns, also of those
   *     that are empty in every row; said in one lane, null in the others
   * @param hours when its calls may be made; null for at any time
   * @param callsPerSecond dials of the whole batch per second; null for as many as its workspace
   *     may
   * @param maxConcurrency attempts of the whole batch that may be out at once; null for as many as
   *     its workspace may
   * @param endAt dial nothing from this on; null for no end, as in records of old
   * @param redialOf the batch whose rows these are again, each under its own row number; null where
   *     they came as a file
   * @param rowBytes what the batch's rows take as they are kept, bytes; said in one lane, null in
   *     the others and in records of old
   * @param extent how far its rows reach so far, where it is kept open for more; else null
   * @param reading how more of them are read; said in one lane, null in the others
   * @param doNotCall do-not-call lists that count; null for all of the workspace, as in records of
   *     old
   * @param callLimits how often a number may be called; null for no limit, as in records of old
   * @param stopWhen when it pauses itself; null for never, as in records of old
   */
  record BatchOpened(
      BatchId batch,
      Instant at,
      String name,
      CallingAgent agent,
      long total,
      long laneTotal,
      Instant sealBy,
      Instant scheduledAt,
      RetryPlan callbacks,
      boolean single,
      Integer priority,
      List<String> columns,
      CallingHours hours,
      Double callsPerSecond,
      Integer maxConcurrency,
      Instant endAt,
      BatchId redialOf,
      Long rowBytes,
      BatchExtent extent,
      RowReading reading,
      List<DoNotCallList> doNotCall,
      CallLimits callLimits,
      StopWhen stopWhen)
      implements BatchCommand {
    /** A batch of a file's rows, of whose columns nothing is said. */
    public BatchOpened(
        BatchId batch,
        Instant at,
        String name,
        CallingAgent agent,
        long total,
        long laneTotal,
        Instant sealBy,
        Instant scheduledAt,
        RetryPlan callbacks) {
      this(
          batch,
          at,
          name,
          agent,
          total,
          laneTotal,
          sealBy,
          false,
          null,
          new BatchPlan(null, null, null, scheduledAt, null, callbacks));
    }

    /** A batch that goes by {@code plan} and may call at any time. */
    public BatchOpened(
        BatchId batch,
        Instant at,
        String name,
        CallingAgent agent,
        long total,
        long laneTotal,
        Instant sealBy,
        boolean single,
        List<String> columns,
        BatchPlan plan) {
      this(
          batch, at, name, agent, total, laneTotal, sealBy, single, columns, plan, null, null,
          null);
    }

    /** This, kept open for more rows than those of {@code extent}. */
    public BatchOpened keptOpen(BatchExtent so, RowReading how) {
      return new BatchOpened(
          batch,
          at,
          name,
          agent,
          total,
          laneTotal,
          sealBy,
          scheduledAt,
          callbacks,
          single,
          priority,
          columns,
          hours,
          callsPerSecond,
          maxConcurrency,
          endAt,
          redialOf,
          rowBytes,
          so,
          how,
          doNotCall,
          callLimits,
          stopWhen);
    }

    /**
     * A batch that goes by {@code plan}, of the rows of {@code redialOf}, where it is said what
     * they take.
     */
    public BatchOpened(
        BatchId batch,
        Instant at,
        String name,
        CallingAgent agent,
        long total,
        long laneTotal,
        Instant sealBy,
        boolean single,
        List<String> columns,
        BatchPlan plan,
        CallingHours hours,
        BatchId redialOf,
        Long rowBytes) {
      this(
          batch,
          at,
          name,
          agent,
          total,
          laneTotal,
          sealBy,
          plan.scheduledAt(),
          plan.callbacks(),
          single,
          plan.priority(),
          columns,
          hours,
          plan.callsPerSecond(),
          plan.maxConcurrency(),
          plan.endAt(),
          redialOf,
          rowBytes,
          null,
          null,
          plan.doNotCall(),
          plan.callLimits(),
          plan.stopWhen());
    }

    /** Refuses a batch without its agent or its times, negative counts and odd priorities. */
    public BatchOpened {
      columns = columns == null ? null : List.copyOf(columns);
      doNotCall = doNotCall == null ? null : List.copyOf(doNotCall);
      Required.fields(batch, at, agent, sealBy);
      if (laneTotal < 0 || total < laneTotal) {
        throw new IllegalArgumentException("0 <= laneTotal <= total");
      }
      if (rowBytes != null && rowBytes < 0) {
        throw new IllegalArgumentException("rowBytes must not be negative");
      }
      plan();
    }

    /** The plan that the batch starts with. */
    public BatchPlan plan() {
      return new BatchPlan(
          priority,
          callsPerSecond,
          maxConcurrency,
          scheduledAt,
          endAt,
          callbacks,
          doNotCall,
          callLimits,
          stopWhen);
    }
  }

  /**
   * Every row is durable: dialing may begin.
   *
   * @param batch the batch
   * @param at when the last row was acknowledged
   * @param laneTotal rows in this lane
   */
  record BatchSealed(BatchId batch, Instant at, long laneTotal) implements BatchCommand {
    /** Refuses absent fields. */
    public BatchSealed {
      Required.fields(batch, at);
    }
  }

  /**
   * A client wants no more dials. It is a fact only once dispatch says {@link
   * CallEvent.BatchStopped}.
   *
   * @param batch the batch
   * @param at when the client asked
   */
  record BatchCancelled(BatchId batch, Instant at) implements BatchCommand {
    /** Refuses absent fields. */
    public BatchCancelled {
      Required.fields(batch, at);
    }
  }

  /**
   * A client wants no more dials for now, or another lane has found that too many fail. It is a
   * fact only once dispatch says {@link CallEvent.PauseApplied}.
   *
   * @param batch the batch
   * @param at when the client asked, or the lane found it
   * @param by what the lane found; null for a client's wish
   */
  record BatchPaused(BatchId batch, Instant at, PausedBy by) implements BatchCommand {
    /** A client's wish. */
    public BatchPaused(BatchId batch, Instant at) {
      this(batch, at, null);
    }

    /** Refuses absent fields. */
    public BatchPaused {
      Required.fields(batch, at);
    }
  }

  /**
   * A client wants the dials of a paused batch to go on.
   *
   * @param batch the batch
   * @param at when the client asked
   */
  record BatchResumed(BatchId batch, Instant at) implements BatchCommand {
    /** Refuses absent fields. */
    public BatchResumed {
      Required.fields(batch, at);
    }
  }

  /**
   * A client wants a batch to go by another plan. A lane takes the revision that follows its own
   * and no other, so two changes that were made at once cannot both be taken. It is a fact only
   * once dispatch says {@link CallEvent.ChangeApplied}.
   *
   * @param batch the batch
   * @param at when the client asked
   * @param change the plan, and its revision
   */
  record BatchChanged(BatchId batch, Instant at, PlanRevision change) implements BatchCommand {
    /** Refuses absent fields. */
    public BatchChanged {
      Required.fields(batch, at, change);
    }
  }

  /**
   * Rows were added to a batch that is kept open, or it was closed. It is said to all of its lanes
   * in the transaction that has the rows. A lane takes what has a higher number than it knows.
   *
   * @param batch the batch
   * @param at when
   * @param extent how far its rows reach now
   */
  record BatchExtended(BatchId batch, Instant at, BatchExtent extent) implements BatchCommand {
    /** Refuses absent fields. */
    public BatchExtended {
      Required.fields(batch, at, extent);
    }
  }

  /**
   * The batch ended long ago: it is shown no more, and what is kept of it may go. It is said to all
   * of its lanes at once, for none of them knows when the others ended.
   *
   * @param batch the batch
   * @param at when its retention was over
   */
  record BatchForgotten(BatchId batch, Instant at) implements BatchCommand {
    /** Refuses absent fields. */
    public BatchForgotten {
      Required.fields(batch, at);
    }
  }
}
