package peal.projector.query;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.PriorityQueue;
import peal.domain.BatchId;

/**
 * Every call of a batch in file order, read in pieces as they are wanted, so that a million of them
 * take no more memory than {@value #PIECE} or so, or than some of {@value #PIECE_BYTES} bytes
 * together, whichever is less. Each call is as it was when its piece was read. Throws {@link
 * LaneUnavailable} where a lane cannot be read any more; not thread-safe.
 */
public final class EveryCall implements Iterator<LaneCall> {
  /** About how many calls are held at once, over all lanes. */
  static final int PIECE = 1_000;

  /** About what they take as JSON; more only where single calls are as large. */
  public static final int PIECE_BYTES = 1 << 20;

  /** Keeps a question to another instance short enough for a URL. */
  private static final int MOST_RANGES = 50;

  private static final int LEAST_OF_A_LANE = 64;
  private static final int LEAST_BYTES = 16 << 10;

  private final PriorityQueue<LanePart> parts =
      new PriorityQueue<>(Comparator.comparingLong(LanePart::row));
  private final List<String> columns;
  private final Optional<BatchId> redialOf;
  private final boolean behind;

  EveryCall(List<LaneCalls> lanes, List<String> columns, Optional<BatchId> redialOf) {
    this.columns = columns;
    this.redialOf = redialOf;
    int piece = Math.max(LEAST_OF_A_LANE, PIECE / Math.max(1, lanes.size()));
    int bytes = Math.max(LEAST_BYTES, PIECE_BYTES / Math.max(1, lanes.size()));
    for (LaneCalls lane : lanes) {
      LanePart part = new LanePart(lane, piece, CallShare.of(bytes));
      if (part.fill()) {
        parts.add(part);
      }
    }
    this.behind = lanes.stream().anyMatch(LaneCalls::behind);
  }

  /** Names of the calls' variables in the order of their file's columns. */
  public List<String> columns() {
    return columns;
  }

  /** The batch whose rows these are again, if they are. */
  public Optional<BatchId> redialOf() {
    return redialOf;
  }

  /** Whether some rows had not been read when this began; those are missing. */
  public boolean behind() {
    return behind;
  }

  @Override
  public boolean hasNext() {
    return !parts.isEmpty();
  }

  @Override
  public LaneCall next() {
    LanePart first = parts.poll();
    if (first == null) {
      throw new NoSuchElementException("every call has been read");
    }
    LaneCall call = first.read.poll();
    if (first.fill()) {
      parts.add(first);
    }
    return call;
  }

  /** One lane's calls, those that have been read ahead and the blocks that have not. */
  private static final class LanePart {
    private final LaneCalls lane;
    private final int piece;
    private final CallShare share;
    private final Deque<IndexedBlock> unread;
    private final Deque<LaneCall> read = new ArrayDeque<>();

    /** What is left of the blocks that are being read, and how many calls there may be in it. */
    private List<RowRange> ranges = List.of();

    private int most;

    LanePart(LaneCalls lane, int piece, CallShare share) {
      this.lane = lane;
      this.piece = piece;
      this.share = share;
      this.unread = new ArrayDeque<>(lane.blocks());
    }

    long row() {
      return read.getFirst().id().row();
    }

    /** Sees to it that a call is at hand; false when there is none left. */
    boolean fill() {
      while (read.isEmpty() && (!ranges.isEmpty() || !unread.isEmpty())) {
        if (ranges.isEmpty()) {
          nextBlocks();
        }
        if (most > 0) {
          List<LaneCall> part = lane.in(ranges, most, share);
          read.addAll(part);
          most -= part.size();
          ranges =
              share.ends(part) && most > 0
                  ? RowRange.after(part.getLast().id().row(), ranges)
                  : List.of();
        } else {
          ranges = List.of();
        }
      }
      return !read.isEmpty();
    }

    private void nextBlocks() {
      ranges = new ArrayList<>();
      most = 0;
      long matching = 0;
      while (matching < piece && ranges.size() < MOST_RANGES && !unread.isEmpty()) {
        IndexedBlock next = unread.poll();
        long more = lane.matching(next.block());
        if (more > 0) {
          RowRange.append(ranges, RowRange.ofBlock(next.index()));
          matching += more;
          // More may match by now than were counted, but never more than there are rows.
          most += next.block().rows();
        }
      }
    }
  }
}
