package io.leat.runtime.durable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Reads a {@link RecordFile} from its beginning up to the first record that is not whole. */
final class RecordReader implements AutoCloseable {
  private static final int LARGEST = Integer.MAX_VALUE - 64;

  private final Path path;
  private final FileChannel channel;
  private final long fileSize;
  private final boolean headed;
  private long end = RecordFile.HEADER_BYTES;
  private boolean damaged;

  RecordReader(Path path) throws IOException {
    this.path = path;
    channel = FileChannel.open(path, StandardOpenOption.READ);
    fileSize = channel.size();
    ByteBuffer header = read(0, RecordFile.HEADER_BYTES);
    headed = header != null && header.getLong(0) == RecordFile.MAGIC;
    damaged = !headed;
  }

  Path path() {
    return path;
  }

  /** The next record's payload; null at the end, or where the rest is no record. */
  @Nullable ByteBuffer next() throws IOException {
    if (damaged || end == fileSize) {
      return null;
    }
    ByteBuffer payload = record(end);
    if (payload == null) {
      damaged = true;
    } else {
      end += RecordFile.RECORD_HEADER_BYTES + payload.remaining();
    }
    return payload;
  }

  /** Where what is good ends. */
  long end() {
    return headed ? end : 0;
  }

  long size() {
    return fileSize;
  }

  /** Whether it begins as such a file does. */
  boolean headed() {
    return headed;
  }

  /** Whether there is something after the good records, or no beginning of such a file. */
  boolean damaged() {
    return damaged;
  }

  /**
   * Whether a whole record lies somewhere after the damage, so that it is not a last write that was
   * cut.
   */
  boolean recordAfterDamage() throws IOException {
    long from = end() + 1;
    if (from >= fileSize) {
      return false;
    }
    // Much more than the largest record, so that there is one if there are any.
    long length = Math.min(fileSize - from, Integer.MAX_VALUE);
    return new RecordSearch(channel.map(FileChannel.MapMode.READ_ONLY, from, length)).first() >= 0;
  }

  /** Whether the damage is a record of which the file ends before its end. */
  boolean cutShort() throws IOException {
    ByteBuffer header = read(end, RecordFile.RECORD_HEADER_BYTES);
    return header == null || header.getInt(0) > fileSize - end - RecordFile.RECORD_HEADER_BYTES;
  }

  private @Nullable ByteBuffer record(long at) throws IOException {
    ByteBuffer header = read(at, RecordFile.RECORD_HEADER_BYTES);
    if (header == null) {
      return null;
    }
    int length = header.getInt(0);
    if (length <= 0
        || length > LARGEST
        || length > fileSize - at - RecordFile.RECORD_HEADER_BYTES) {
      return null;
    }
    ByteBuffer payload = read(at + RecordFile.RECORD_HEADER_BYTES, length);
    return payload != null && RecordFile.checksum(payload) == header.getInt(Integer.BYTES)
        ? payload
        : null;
  }

  private @Nullable ByteBuffer read(long at, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    long position = at;
    while (bytes.hasRemaining()) {
      int count = channel.read(bytes, position);
      if (count < 0) {
        return null;
      }
      position += count;
    }
    return bytes.flip();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
