package peal.projector.fold;

import java.time.Instant;
import java.util.List;
import peal.domain.BatchId;
import peal.domain.BatchPlan;
import peal.domain.RowReading;
import peal.domain.event.BatchCommand.BatchOpened;
import peal.domain.hours.CallingHours;

/**
 * A batch's beginning.
 *
 * @param at when it was accepted
 * @param name the client's name for it, or null
 * @param agentId the agent that calls
 * @param total calls of the whole batch
 * @param laneTotal those of them in this lane
 * @param scheduledAt dial nothing before this, or null
 * @param single whether it is a single call, which is not listed among batches
 * @param columns names of its calls' variables, in the order of the file's columns; empty in all
 *     lanes but one
 * @param carrier who places its calls; null for the workers' default, and in batches of old
 * @param hours when its calls may be made; null for at any time
 * @param plan the plan that it started with
 * @param redialOf the batch whose rows these are again; null where they came as a file
 * @param rowBytes what its rows take as they are kept, bytes; 0 in all lanes but one, and in
 *     batches of old
 * @param reading how rows are read that are added, where it is kept open; null in all lanes but one
 */
public record Opening(
    Instant at,
    String name,
    String agentId,
    long total,
    long laneTotal,
    Instant scheduledAt,
    boolean single,
    List<String> columns,
    String carrier,
    CallingHours hours,
    BatchPlan plan,
    BatchId redialOf,
    long rowBytes,
    RowReading reading) {
  /** Fills what is absent; a batch of old has of its plan only when it starts. */
  public Opening {
    plan = plan != null ? plan : new BatchPlan(null, null, null, scheduledAt, null, null);
    columns = columns == null ? List.of() : List.copyOf(columns);
  }

  static Opening of(BatchOpened said) {
    boolean known = said.agent() != null;
    return new Opening(
        said.at(),
        said.name(),
        known ? said.agent().id() : null,
        said.total(),
        said.laneTotal(),
        said.scheduledAt(),
        said.single(),
        said.columns(),
        known ? said.agent().carrier() : null,
        said.hours(),
        said.plan(),
        said.redialOf(),
        said.rowBytes() == null ? 0 : said.rowBytes(),
        said.reading());
  }

  /** The same without what may be long and no list of batches shows. */
  Opening listed() {
    return new Opening(
        at,
        name,
        agentId,
        total,
        laneTotal,
        scheduledAt,
        single,
        List.of(),
        carrier,
        null,
        plan,
        redialOf,
        rowBytes,
        null);
  }
}
