package io.leat.runtime.connector.builtin.file;

import io.leat.runtime.connector.Source;
import io.leat.runtime.connector.Split;
import io.leat.runtime.connector.format.Format;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds files, each once by its path, and cuts large ones into ranges of whole records, so that
 * several readers share them. A file counts with the bytes that it has when it is found.
 */
final class FileEnumerator implements Source.SplitEnumerator {
  /** Bytes of a range, about. The same on every machine, so that ranges do not depend on it. */
  static final long RANGE_BYTES = 32L << 20;

  private static final int ALIGN_BYTES = 64 << 10;
  private static final int SCAN_BYTES = 1 << 20;

  private final FilePaths paths;
  private final Optional<Duration> interval;
  private final Format.Borders borders;
  private final long rangeBytes;

  /** By path, the ranges that are known from before a restart; none of what was found since. */
  private final Map<String, List<FileSplit>> known = new HashMap<>();

  private boolean first = true;
  private boolean exhausted;

  FileEnumerator(
      FilePaths paths, Optional<Duration> interval, Format.Borders borders, List<Split> restored) {
    this(paths, interval, borders, restored, RANGE_BYTES);
  }

  FileEnumerator(
      FilePaths paths,
      Optional<Duration> interval,
      Format.Borders borders,
      List<Split> restored,
      long rangeBytes) {
    this.paths = paths;
    this.interval = interval;
    this.borders = borders;
    this.rangeBytes = rangeBytes;
    for (Split split : restored) {
      FileSplit range = FileSplit.of(split);
      known.computeIfAbsent(range.path(), path -> new ArrayList<>()).add(range);
    }
  }

  @Override
  public List<Split> discover(int shards) {
    if (exhausted) {
      return List.of();
    }
    List<Split> found = new ArrayList<>();
    if (interval.isEmpty() || Files.exists(paths.base())) {
      for (FilePaths.Found file : paths.list()) {
        List<FileSplit> before = known.get(file.path().toString());
        if (before == null) {
          cut(file, found);
          known.put(file.path().toString(), List.of());
        } else if (!before.isEmpty()) {
          gaps(before, found);
          known.put(file.path().toString(), List.of());
        }
      }
    }
    first = false;
    exhausted = interval.isEmpty();
    return found;
  }

  /** The ranges between those known from before: they begin and end where those do. */
  private static void gaps(List<FileSplit> before, List<Split> found) {
    List<FileSplit> ranges = new ArrayList<>(before);
    ranges.sort(Comparator.comparingLong(FileSplit::start));
    FileSplit any = ranges.get(0);
    if (any.end() == FileSplit.TO_THE_END) {
      return;
    }
    long at = 0;
    for (FileSplit range : ranges) {
      add(any, at, range.start(), found);
      at = range.end();
    }
    add(any, at, any.size(), found);
  }

  private static void add(FileSplit file, long start, long end, List<Split> found) {
    if (start < end) {
      found.add(
          new FileSplit(
                  file.path(), start, end, start, file.size(), file.modifiedMillis(), false)
              .toSplit());
    }
  }

  private void cut(FilePaths.Found file, List<Split> found) {
    boolean compressed = Compression.of(file.path().toString()) != Compression.NONE;
    long size = file.size();
    FileSplit whole =
        new FileSplit(
            file.path().toString(),
            0,
            compressed ? FileSplit.TO_THE_END : size,
            0,
            size,
            file.modifiedMillis(),
            false);
    long ranges = compressed ? 1 : Math.max(1, size / rangeBytes);
    // To read a whole file here is what a start may wait for, but not a stream at work.
    if (ranges == 1 || (!borders.atEveryLine() && !first)) {
      if (size > 0) {
        found.add(whole.toSplit());
      }
      return;
    }
    List<Long> cuts;
    try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ)) {
      cuts = borders.atEveryLine() ? aligned(channel, size, ranges) : scanned(channel, size, ranges);
    } catch (IOException e) {
      throw FilePaths.failed("read", file.path(), e);
    }
    long at = 0;
    for (long cut : cuts) {
      add(whole, at, cut, found);
      at = Math.max(at, cut);
    }
    add(whole, at, size, found);
  }

  /** The borders next to equal parts of the file, each found from there on. */
  private List<Long> aligned(FileChannel channel, long size, long ranges) throws IOException {
    List<Long> cuts = new ArrayList<>();
    byte[] bytes = new byte[ALIGN_BYTES];
    for (long i = 1; i < ranges; i++) {
      // A border may be right there: the byte before it tells.
      long at = size / ranges * i - 1;
      Format.Borders.Search search = borders.search();
      while (at < size) {
        int length = read(channel, bytes, at, size);
        int border = search.next(bytes, 0, length, 0);
        if (border >= 0) {
          cuts.add(at + border);
          break;
        }
        at += length;
      }
    }
    return cuts;
  }

  /** The same by a search through the whole file; none if it is not sure of them. */
  private List<Long> scanned(FileChannel channel, long size, long ranges) throws IOException {
    List<Long> cuts = new ArrayList<>();
    byte[] bytes = new byte[SCAN_BYTES];
    Format.Borders.Search search = borders.search();
    long wanted = size / ranges;
    for (long at = 0; at < size && search.consistent(); ) {
      int length = read(channel, bytes, at, size);
      int from = at == 0 && hasMark(bytes, length) ? 3 : 0;
      while (from < length) {
        int notBefore = (int) Math.min(Integer.MAX_VALUE, Math.max(0, wanted - at));
        int border = search.next(bytes, from, length, notBefore);
        if (border < 0) {
          break;
        }
        cuts.add(at + border);
        wanted = at + border + size / ranges;
        from = border;
      }
      at += length;
    }
    return search.consistent() ? cuts : List.of();
  }

  private static boolean hasMark(byte[] bytes, int length) {
    return length >= 3
        && bytes[0] == (byte) 0xef
        && bytes[1] == (byte) 0xbb
        && bytes[2] == (byte) 0xbf;
  }

  private static int read(FileChannel channel, byte[] bytes, long at, long size)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, (int) Math.min(bytes.length, size - at));
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, at + buffer.position()) < 0) {
        throw new LeatException(SqlState.IO_ERROR, "a file became shorter while it was read");
      }
    }
    return buffer.position();
  }

  @Override
  public long intervalNanos() {
    return interval.orElse(Duration.ofSeconds(1)).toNanos();
  }

  @Override
  public boolean exhausted() {
    return exhausted;
  }

  @Override
  public void close() {}
}
