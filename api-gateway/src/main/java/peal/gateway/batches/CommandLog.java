package peal.gateway.batches;

import java.util.List;
import java.util.stream.IntStream;
import peal.domain.Lane;
import peal.domain.Workspace;
import peal.domain.event.BatchCommand;

/** Tells lanes of a workspace what a client wants of a batch. Thread-safe. */
@FunctionalInterface
public interface CommandLog {
  /**
   * When this returns, every one of {@code lanes} will hear of it, whatever breaks. Repeating it is
   * harmless.
   *
   * @throws peal.service.http.ApiError 503 when that could not be made sure
   */
  void send(List<Lane> lanes, BatchCommand command);

  /** As the other one, to every lane of a workspace. */
  default void send(Workspace workspace, BatchCommand command) {
    send(
        IntStream.range(0, workspace.lanes())
            .mapToObj(index -> new Lane(workspace.id(), index))
            .toList(),
        command);
  }
}
