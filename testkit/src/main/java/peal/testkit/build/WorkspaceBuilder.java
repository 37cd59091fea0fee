package peal.testkit.build;

import java.util.ArrayList;
import java.util.List;
import peal.domain.Limits;
import peal.domain.PhoneNumber;
import peal.domain.Workspace;
import peal.domain.WorkspaceId;
import peal.testkit.ManualClock;

/** Builds a workspace with one lane, default limits, no keys and one number to call from. */
public final class WorkspaceBuilder {
  private final WorkspaceId id;
  private int lanes = 1;
  private Limits limits = Limits.DEFAULT;
  private final List<Workspace.ApiKey> keys = new ArrayList<>();
  private final List<Workspace.OwnNumber> numbers =
      new ArrayList<>(
          List.of(new Workspace.OwnNumber("number_1", new PhoneNumber("+15550100000"))));

  private WorkspaceBuilder(String id) {
    this.id = new WorkspaceId(id);
  }

  /** Begins a workspace with this id. */
  public static WorkspaceBuilder workspace(String id) {
    return new WorkspaceBuilder(id);
  }

  /** Sets the number of lanes, 1–64. */
  public WorkspaceBuilder lanes(int count) {
    lanes = count;
    return this;
  }

  /** Sets the pace, dials per second. */
  public WorkspaceBuilder callsPerSecond(double rate) {
    limits = new Limits(rate, limits.maxConcurrentCalls(), limits.maxRowsPerBatch());
    return this;
  }

  /** Sets how many attempts may be out at once. */
  public WorkspaceBuilder atOnce(int calls) {
    limits = new Limits(limits.callsPerSecond(), calls, limits.maxRowsPerBatch());
    return this;
  }

  /** Sets how many rows a file may have. */
  public WorkspaceBuilder rowsPerBatch(int rows) {
    limits = new Limits(limits.callsPerSecond(), limits.maxConcurrentCalls(), rows);
    return this;
  }

  /** Adds a key of which the SHA-256 is known. */
  public WorkspaceBuilder key(String keyId, String sha256, Workspace.Role role) {
    keys.add(new Workspace.ApiKey(keyId, sha256, role));
    return this;
  }

  /** Takes its numbers away. */
  public WorkspaceBuilder withoutNumbers() {
    numbers.clear();
    return this;
  }

  /** The workspace. */
  public Workspace build() {
    return new Workspace(id, "Workspace " + id, lanes, limits, keys, numbers, ManualClock.START);
  }
}
