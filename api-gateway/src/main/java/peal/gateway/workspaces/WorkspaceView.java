package peal.gateway.workspaces;

import java.util.List;
import java.util.Locale;
import peal.domain.Limits;
import peal.domain.Quotas;
import peal.domain.Workspace;
import peal.gateway.json.Times;

/** A workspace as operators see it: no hash of a key, ever; a key only when it is new. */
record WorkspaceView(
    String id,
    String name,
    int lanes,
    double callsPerSecond,
    int maxConcurrentCalls,
    int maxRowsPerBatch,
    Integer apiRequestsPerMinute,
    long maxDefinitionBytes,
    long maxRepeatBytes,
    int maxOpenBatches,
    int maxKeptCalls,
    int maxKeptMegabytes,
    List<Number> phoneNumbers,
    List<Key> keys,
    String createdAt,
    String apiKey) {
  record Number(String id, String number, String carrier) {}

  record Key(String id, String role) {}

  static WorkspaceView of(Workspace workspace, String apiKey) {
    Limits limits = workspace.limits();
    Quotas quotas = limits.quotasOrUsual();
    return new WorkspaceView(
        workspace.id().value(),
        workspace.name(),
        workspace.lanes(),
        limits.callsPerSecond(),
        limits.maxConcurrentCalls(),
        limits.maxRowsPerBatch(),
        limits.apiRequestsPerMinute(),
        quotas.definitionBytes(),
        quotas.repeatBytes(),
        quotas.openBatches(),
        quotas.keptCalls(),
        quotas.keptMegabytes(),
        workspace.phoneNumbers().stream()
            .map(own -> new Number(own.id(), own.number().e164(), own.carrier()))
            .toList(),
        workspace.keys().stream()
            .map(key -> new Key(key.id(), key.role().name().toLowerCase(Locale.ROOT)))
            .toList(),
        Times.iso(workspace.createdAt()),
        apiKey);
  }
}
