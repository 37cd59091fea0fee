package peal.simulator;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Keeps the segments of a ledger. */
interface SegmentStore {
  /** Those that are there, the oldest first. */
  List<Segment> load() throws IOException;

  /** A new one with its first line, to write to. */
  Segment create(LedgerLine.Head head) throws IOException;

  /** {@code segment} is written to no more. */
  void seal(Segment segment) throws IOException;

  /** Removes a sealed one. */
  void drop(Segment segment) throws IOException;

  /** Keeps nothing beyond the process. */
  record InMemory(Segment.Size size) implements SegmentStore {
    @Override
    public List<Segment> load() {
      return List.of();
    }

    @Override
    public Segment create(LedgerLine.Head head) throws IOException {
      SegmentText text = new SegmentText.InMemory();
      text.write(0, head.bytes());
      Segment segment = new Segment(head.number(), size, text, ByteBuffer.allocate(size.index()));
      segment.begin(head);
      return segment;
    }

    @Override
    public void seal(Segment segment) {}

    @Override
    public void drop(Segment segment) {}
  }
}
