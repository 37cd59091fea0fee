package peal.simulator;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import peal.service.OwnFolder;

/**
 * Segments as files: {@code ledger.tsv} is the one that is written to, {@code ledger.tsv.000007} an
 * older one, {@code ledger.tsv.000007.index} the index of either.
 */
final class SegmentFiles implements SegmentStore {
  private static final byte[] ZEROS = new byte[65_536];
  private static final int SHORTEST_RING = 32;

  private final Path active;
  private final Segment.Size size;
  private final Pattern sealed;

  /** Segments of {@code size} that are called after {@code active}. */
  SegmentFiles(Path active, Segment.Size size) {
    this.active = active.toAbsolutePath();
    this.size = size;
    this.sealed = Pattern.compile(Pattern.quote(active.getFileName() + ".") + "(\\d{6,18})");
  }

  @Override
  public List<Segment> load() throws IOException {
    List<Segment> segments = new ArrayList<>();
    for (long number : numbersOfSealed()) {
      segments.add(open(number, file(number)));
    }
    if (Files.exists(active)) {
      if (headOf(active) instanceof LedgerLine.Head(long number, long firstRing)) {
        segments.add(open(number, active));
      } else {
        // Killed before its first line was whole.
        Files.delete(active);
      }
    }
    return segments;
  }

  /** Whether {@code path} is a file that does not begin as a segment does. */
  static boolean isOfOneFile(Path path) throws IOException {
    return Files.exists(path) && Files.size(path) > 0 && headOf(path) == null;
  }

  private static LedgerLine.Head headOf(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path)) {
      String line = new LedgerLines(new SegmentText.InFile(channel), 0, channel.size()).next();
      return line != null && LedgerLine.parse(line) instanceof LedgerLine.Head head ? head : null;
    }
  }

  private List<Long> numbersOfSealed() throws IOException {
    try (Stream<Path> files = Files.list(active.getParent())) {
      return files
          .map(file -> sealed.matcher(file.getFileName().toString()))
          .filter(Matcher::matches)
          .map(name -> Long.valueOf(name.group(1)))
          .sorted()
          .toList();
    }
  }

  private Segment open(long number, Path path) throws IOException {
    FileChannel text =
        FileChannel.open(OwnFolder.file(path), StandardOpenOption.READ, StandardOpenOption.WRITE);
    // A text may be longer than those of today's setting, and no line is shorter than this.
    int most = Math.toIntExact(Math.max(size.attempts(), text.size() / SHORTEST_RING));
    ByteBuffer index = indexOf(number, Segment.indexBytes(most));
    Segment segment = new Segment(number, size, new SegmentText.InFile(text), index);
    if (segment.indexed() && segment.length() > text.size()) {
      throw new IOException(
          path + " is shorter than its index says: restore it, or remove it and its .index");
    }
    if (!segment.indexed()) {
      segment.begin(headOf(path));
    }
    return segment;
  }

  /** The index's file as memory; one that is absent is made, {@code bytes} long, of zeros. */
  private ByteBuffer indexOf(long number, int bytes) throws IOException {
    Path path = indexFile(number);
    try (FileChannel channel =
        FileChannel.open(OwnFolder.file(path), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      // Every byte is written before it is mapped: a full disk is an exception here, but the end of
      // the process when it is met in mapped memory.
      if (!isIndex(channel.size())) {
        channel.truncate(0);
        for (long at = 0; at < bytes; ) {
          int some = (int) Math.min(ZEROS.length, bytes - at);
          at += channel.write(ByteBuffer.wrap(ZEROS, 0, some), at);
        }
      }
      return channel.map(MapMode.READ_WRITE, 0, channel.size());
    }
  }

  /** One that was cut off while it was made is of no size that an index has. */
  private static boolean isIndex(long bytes) {
    return bytes > 0
        && bytes <= Integer.MAX_VALUE
        && Segment.indexBytes(Segment.attemptsOf((int) bytes)) == bytes;
  }

  @Override
  public Segment create(LedgerLine.Head head) throws IOException {
    Files.deleteIfExists(indexFile(head.number()));
    ByteBuffer index = indexOf(head.number(), size.index());
    Files.write(OwnFolder.file(active), head.bytes());
    FileChannel text = FileChannel.open(active, StandardOpenOption.READ, StandardOpenOption.WRITE);
    Segment segment = new Segment(head.number(), size, new SegmentText.InFile(text), index);
    segment.begin(head);
    return segment;
  }

  @Override
  public void seal(Segment segment) throws IOException {
    // What lies there after the move is the beginning of a segment that could not be made whole.
    if (Files.notExists(file(segment.number()))) {
      Files.move(active, file(segment.number()));
    }
  }

  @Override
  public void drop(Segment segment) throws IOException {
    segment.close();
    Files.deleteIfExists(file(segment.number()));
    Files.deleteIfExists(indexFile(segment.number()));
  }

  /** Removes all segments and their indexes. */
  void clear() throws IOException {
    for (long number : numbersOfSealed()) {
      Files.deleteIfExists(file(number));
      Files.deleteIfExists(indexFile(number));
    }
    if (Files.exists(active)) {
      if (headOf(active) instanceof LedgerLine.Head(long number, long firstRing)) {
        Files.deleteIfExists(indexFile(number));
      }
      Files.delete(active);
    }
  }

  private Path file(long number) {
    return active.resolveSibling("%s.%06d".formatted(active.getFileName(), number));
  }

  private Path indexFile(long number) {
    return active.resolveSibling("%s.%06d.index".formatted(active.getFileName(), number));
  }
}
