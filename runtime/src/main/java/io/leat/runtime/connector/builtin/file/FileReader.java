package io.leat.runtime.connector.builtin.file;

import io.leat.runtime.connector.ReaderContext;
import io.leat.runtime.connector.SourceReader;
import io.leat.runtime.connector.Split;
import io.leat.runtime.connector.format.RecordDecoder;
import io.leat.runtime.connector.format.RecordText;
import io.leat.runtime.data.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads splits one after the other; the rows of one read are of one split. */
final class FileReader implements SourceReader, RecordDecoder.BadRecords {
  /** Chunks that one call reads in search of a row. */
  private static final int CHUNKS = 4;

  private final RecordDecoder decoder;
  private final FileColumns fileColumns;
  private final ReaderContext context;
  private final List<FileSplit> splits = new ArrayList<>();

  /** By split, its place as an engine's split, as of the last call of {@link #offsets}. */
  private final List<Split> written = new ArrayList<>();

  private int current = -1;
  private @Nullable FileInput input;
  private byte[] spare = {};

  FileReader(
      RecordDecoder decoder,
      FileColumns fileColumns,
      ReaderContext context) {
    this.decoder = decoder;
    this.fileColumns = fileColumns;
    this.context = context;
  }

  @Override
  public void assign(List<Split> newSplits) {
    for (Split split : newSplits) {
      splits.add(FileSplit.of(split));
      written.add(split);
    }
  }

  @Override
  public int read(Column[] columns, int maxRows) {
    Column[] targets = fileColumns.decodedOf(columns);
    for (int chunk = 0; chunk < CHUNKS; chunk++) {
      FileInput in = input == null ? openNext() : input;
      if (in == null) {
        return 0;
      }
      int end =
          decoder.decode(in.bytes(), in.from(), in.to(), in.ended(), targets, maxRows, this);
      boolean progress = end > in.from();
      in.consumed(end);
      int rows = decoder.rows();
      if (rows > 0) {
        fileColumns.appendFixed(columns, rows);
        endIfRead(in);
        return rows;
      }
      if (!progress && !in.ended()) {
        in.fill();
      } else {
        endIfRead(in);
      }
    }
    return 0;
  }

  private void endIfRead(FileInput in) {
    if (in.ended() && in.from() == in.to()) {
      splits.set(current, splits.get(current).at(in.offset(), true));
      spare = in.bytes();
      input = null;
      in.close();
    }
  }

  private @Nullable FileInput openNext() {
    int next = current + 1;
    while (next < splits.size() && splits.get(next).done()) {
      next++;
    }
    if (next >= splits.size()) {
      return null;
    }
    current = next;
    FileSplit split = splits.get(current);
    fileColumns.open(split);
    if (split.position() > 0 && decoder.needsHead()) {
      readHead(split);
    }
    FileInput opened = new FileInput(split, spare);
    spare = new byte[0];
    input = opened;
    if (split.position() == 0) {
      opened.consumed(begin(opened));
    }
    return opened;
  }

  /** Lets the decoder see the beginning of a file that is read from further on. */
  private void readHead(FileSplit split) {
    long end = split.end() == FileSplit.TO_THE_END ? FileSplit.TO_THE_END : split.size();
    FileSplit whole =
        new FileSplit(split.path(), 0, end, 0, split.size(), split.modifiedMillis(), false);
    try (FileInput head = new FileInput(whole, new byte[0])) {
      begin(head);
    }
  }

  private int begin(FileInput in) {
    while (true) {
      int first = decoder.begin(in.bytes(), in.from(), in.to(), in.ended());
      if (first >= 0) {
        return first;
      }
      in.fill();
    }
  }

  @Override
  public void failed(int from, int to, String sqlState, String message) {
    FileInput in = input;
    if (in == null) {
      throw new IllegalStateException("no file is open");
    }
    long place = in.offset() + from - in.from();
    String path = splits.get(current).path();
    context.recordFailed(
        sqlState, path + ", byte " + place + ": " + message, RecordText.of(in.bytes(), from, to));
  }

  @Override
  public void ignored() {
    context.recordIgnored();
  }

  @Override
  public long nextReadNanos() {
    return finished() ? Long.MAX_VALUE : 0;
  }

  @Override
  public boolean finished() {
    if (input != null) {
      return false;
    }
    for (int i = current + 1; i < splits.size(); i++) {
      if (!splits.get(i).done()) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean splitsApart() {
    return true;
  }

  @Override
  public int split() {
    return Math.max(0, current);
  }

  @Override
  public boolean finished(int split) {
    return splits.get(split).done();
  }

  @Override
  public List<Split> offsets() {
    if (current >= 0) {
      FileInput in = input;
      if (in != null) {
        splits.set(current, splits.get(current).at(in.offset(), false));
      }
      for (int i = current; i >= 0 && !isWritten(i); i--) {
        written.set(i, splits.get(i).toSplit());
      }
    }
    return new ArrayList<>(written);
  }

  private boolean isWritten(int index) {
    return Arrays.equals(splits.get(index).toSplit().offset(), written.get(index).offset());
  }

  @Override
  public void close() {
    if (input != null) {
      input.close();
    }
  }
}
