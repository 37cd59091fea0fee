package peal.projector.events;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import peal.domain.BatchId;
import peal.domain.WorkspaceId;
import peal.projector.query.ApiEvent;
import peal.projector.query.LaneBatch;
import peal.projector.query.LaneEventPage;
import peal.projector.query.LaneReader;

/** A workspace's events, put together from its lanes. Made for one request; not thread-safe. */
public final class WorkspaceEvents {
  /** Bytes of a page, about, as of one of calls. */
  public static final long MOST_BYTES = 2 << 20;

  private final WorkspaceId workspace;
  private final List<? extends LaneReader> lanes;
  private final Instant now;
  private final Map<BatchId, Map<Integer, LaneBatch>> parts = new HashMap<>();

  /**
   * Reads {@code lanes}, which are all lanes of the workspace by ascending index.
   *
   * @param now the time
   */
  public WorkspaceEvents(WorkspaceId workspace, List<? extends LaneReader> lanes, Instant now) {
    this.workspace = workspace;
    this.lanes = List.copyOf(lanes);
    this.now = now;
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
    parts.clear();
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
      Map<ApiEvent, Telling> tellings = tellings(next.head(), read);
      if (tellings.containsValue(Telling.LATER)) {
        next.stay();
        continue;
      }
      next.take().events().stream()
          .filter(event -> tellings.get(event) == Telling.NOW && told.add(event.id()))
          .forEach(events::add);
    }
    return new Page(
        events,
        new Cursor(workspace, read.stream().map(Lane::next).toList()),
        read.stream().anyMatch(Lane::more));
  }

  /** Asked once for a page: what lanes have told since was not on it. */
  private Map<Integer, LaneBatch> parts(BatchId batch) {
    return parts.computeIfAbsent(batch, any -> Telling.parts(lanes, any));
  }

  private Map<ApiEvent, Telling> tellings(LaneEventPage.Step step, List<Lane> read) {
    return step.events().stream()
        .collect(
            Collectors.toMap(
                Function.identity(),
                event ->
                    Telling.of(
                        event,
                        step.offset(),
                        lanes.size(),
                        this::parts,
                        Optional.of(index -> read.get(index).next()),
                        now)));
  }

  /** What was read of one lane. */
  private static final class Lane {
    private final LaneEventPage page;
    private int taken;
    private boolean stays;

    Lane(LaneEventPage page) {
      this.page = page;
    }

    /** Whether there is something that may be told. */
    boolean holds() {
      return !stays && isLeft();
    }

    private boolean isLeft() {
      return taken < page.steps().size();
    }

    /** What comes next is told by a later page. */
    void stay() {
      stays = true;
    }

    LaneEventPage.Step head() {
      return page.steps().get(taken);
    }

    LaneEventPage.Step take() {
      return page.steps().get(taken++);
    }

    long next() {
      return isLeft() ? head().offset() : page.next();
    }

    boolean more() {
      return !stays && (isLeft() || page.more());
    }
  }
}
