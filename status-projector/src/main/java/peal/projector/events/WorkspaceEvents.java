package peal.projector.events;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import peal.domain.WorkspaceId;
import peal.projector.fold.BatchView;
import peal.projector.query.ApiEvent;
import peal.projector.query.BatchSummary;
import peal.projector.query.Batches;
import peal.projector.query.LaneBatch;
import peal.projector.query.LaneEventPage;
import peal.projector.query.LaneReader;

/** A workspace's events, put together from its lanes. Made for one request; not thread-safe. */
public final class WorkspaceEvents {
  /** Bytes of a page, about, as of one of calls. */
  public static final long MOST_BYTES = 2 << 20;

  private final WorkspaceId workspace;
  private final List<? extends LaneReader> lanes;

  /** Reads {@code lanes}, which are all lanes of the workspace by ascending index. */
  public WorkspaceEvents(WorkspaceId workspace, List<? extends LaneReader> lanes) {
    this.workspace = workspace;
    this.lanes = List.copyOf(lanes);
  }

  /**
   * A page.
   *
   * @param events in order per call, and of what is at hand by their times
   * @param next where to go on
   * @param more whether there is more at once
   */
  public record Page(List<ApiEvent> events, Cursor next, boolean more) {
    /** About how many bytes it takes as JSON, at least 1. */
    public long bytes() {
      return 1 + events.stream().mapToLong(ApiEvent::bytes).sum();
    }
  }

  /** Where everything begins that is kept. */
  public Cursor oldest() {
    return cursor(index -> lanes.get(index).eventSpan().first());
  }

  /** Where what comes from now on begins. */
  public Cursor now() {
    return cursor(index -> lanes.get(index).eventSpan().end());
  }

  private Cursor cursor(IntToLongFunction offset) {
    return new Cursor(
        workspace, IntStream.range(0, lanes.size()).mapToLong(offset).boxed().toList());
  }

  /**
   * The events behind {@code after}.
   *
   * @param limit at most, one more where the last record is two events
   * @throws CursorGone where they are no longer kept, or were never written
   */
  public Page page(Cursor after, int limit) {
    List<Lane> read = new ArrayList<>();
    List<Long> kept = new ArrayList<>(after.offsets());
    int each = Math.min(limit, 1 + 2 * limit / lanes.size());
    for (int index = 0; index < lanes.size(); index++) {
      long from = after.offsets().get(index);
      LaneEventPage page = lanes.get(index).events(from, each, MOST_BYTES / lanes.size());
      if (from < page.span().first() || from > page.span().end()) {
        kept.set(index, page.span().first());
      }
      read.add(new Lane(page));
    }
    if (!kept.equals(after.offsets())) {
      throw new CursorGone(new Cursor(workspace, kept));
    }
    List<ApiEvent> events = new ArrayList<>();
    // Lanes of a batch may say the same.
    Set<String> told = new HashSet<>();
    while (events.size() < limit) {
      Lane next =
          read.stream()
              .filter(Lane::holds)
              .min(Comparator.comparing(lane -> lane.head().events().getFirst().at()))
              .orElse(null);
      if (next == null) {
        break;
      }
      next.take().events().stream()
          .filter(event -> !told.contains(event.id()) && isWhole(event, lanes))
          .forEach(event -> {
            told.add(event.id());
            events.add(event);
          });
    }
    return new Page(
        events,
        new Cursor(workspace, read.stream().map(Lane::next).toList()),
        read.stream().anyMatch(Lane::more));
  }

  /**
   * Whether {@code event}, which a lane says, may be told. Every lane in which calls are left says
   * that its batch is cancelled, paused or goes on: customers are told by the first of them. A
   * batch has ended when all of its lanes have.
   */
  public static boolean isWhole(ApiEvent event, List<? extends LaneReader> lanes) {
    if (lanes.size() == 1) {
      return true;
    }
    return switch (event.type()) {
      case BATCH_COMPLETED ->
          new Batches(lanes).find(event.batch()).filter(BatchSummary::complete).isPresent();
      case BATCH_CANCELLED ->
          parts(event, lanes.size(), lanes)
              .map(BatchView::stoppedAt)
              .noneMatch(stop -> stop != null && stop.isBefore(event.at()));
      case BATCH_PAUSED, BATCH_RESUMED ->
          parts(event, event.lane(), lanes).allMatch(part -> part.endedAt() != null);
      case BATCH_STARTED, BATCH_FAILED -> true;
      case CALL_DIALING, CALL_CONNECTED, CALL_SCHEDULED, CALL_ENDED, CALL_CANCELLED -> true;
    };
  }

  private static Stream<BatchView> parts(
      ApiEvent event, int first, List<? extends LaneReader> lanes) {
    return lanes.stream()
        .limit(first)
        .flatMap(lane -> lane.batch(event.batch()).stream())
        .map(LaneBatch::view);
  }

  /** What was read of one lane. */
  private static final class Lane {
    private final LaneEventPage page;
    private int taken;

    Lane(LaneEventPage page) {
      this.page = page;
    }

    boolean holds() {
      return taken < page.steps().size();
    }

    LaneEventPage.Step head() {
      return page.steps().get(taken);
    }

    LaneEventPage.Step take() {
      return page.steps().get(taken++);
    }

    long next() {
      return holds() ? head().offset() : page.next();
    }

    boolean more() {
      return holds() || page.more();
    }
  }
}
