package io.leat.runtime.connector.builtin.file;

import io.leat.runtime.connector.format.RecordDecoder;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a split, a chunk at a time, decompressed. A chunk is read on the caller's thread: it
 * is small, and the operating system reads ahead of it.
 */
final class FileInput implements AutoCloseable {
  /** A chunk fits into a core's cache. */
  private static final int CHUNK = 256 << 10;

  /** Bytes of a record. */
  private static final int MOST_RECORD = 256 << 20;

  private final FileSplit split;
  private final Path path;
  private final FileChannel channel;
  private final @Nullable InputStream stream;
  private byte[] bytes;
  private int from;
  private int to;
  private long offset;
  private boolean ended;

  /**
   * @param spare the array of an input that is not used any more
   */
  FileInput(FileSplit split, byte[] spare) {
    this.split = split;
    this.path = Path.of(split.path());
    this.bytes = spare.length >= CHUNK ? spare : new byte[CHUNK];
    this.offset = split.position();
    FileChannel opened = null;
    try {
      opened = FileChannel.open(path, StandardOpenOption.READ);
      this.channel = opened;
      this.stream = decompressed(opened);
      requireSame();
      if (stream == null) {
        opened.position(split.position());
      } else {
        stream.skipNBytes(split.position());
      }
    } catch (IOException e) {
      closeQuietly(opened, e);
      throw FilePaths.failed("read", path, e);
    }
  }

  private @Nullable InputStream decompressed(FileChannel opened) throws IOException {
    Compression compression = Compression.of(split.path());
    return compression == Compression.NONE
        ? null
        : compression.decompress(Channels.newInputStream(opened));
  }

  private static void closeQuietly(@Nullable FileChannel channel, IOException e) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException second) {
        e.addSuppressed(second);
      }
    }
  }

  /** A place within a file has a meaning only as long as what is before it is the same. */
  private void requireSame() throws IOException {
    if (split.position() > split.start()
        && (channel.size() < split.size()
            || (channel.size() == split.size()
                && Files.getLastModifiedTime(path).toMillis() != split.modifiedMillis()))) {
      throw new LeatException(
          SqlState.IO_ERROR, "cannot go on reading " + path + ": it is not the file that it was");
    }
  }

  byte[] bytes() {
    return bytes;
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  /** Whether nothing of the split is to come after {@link #to()}. */
  boolean ended() {
    return ended;
  }

  /** The place in the file (decompressed) of the byte at {@link #from()}. */
  long offset() {
    return offset;
  }

  void consumed(int newFrom) {
    offset += newFrom - from;
    from = newFrom;
  }

  /** Reads on, behind the bytes that have not been consumed. */
  void fill() {
    if (ended) {
      throw new LeatException(SqlState.INTERNAL_ERROR, "nothing follows in " + path);
    }
    if (from > 0) {
      System.arraycopy(bytes, from, bytes, 0, to - from);
      to -= from;
      from = 0;
    }
    if (to + RecordDecoder.SPARE >= bytes.length) {
      grow();
    }
    int room = bytes.length - RecordDecoder.SPARE - to;
    try {
      int read = stream == null ? readRange(room) : stream.read(bytes, to, room);
      ended |= read < 0;
      to += Math.max(0, read);
    } catch (IOException e) {
      throw FilePaths.failed("read", path, e);
    }
  }

  private void grow() {
    if (bytes.length > MOST_RECORD) {
      throw new LeatException(
          SqlState.PROGRAM_LIMIT_EXCEEDED,
          "the record at byte " + offset + " of " + path + " is longer than 256 MB");
    }
    bytes = Arrays.copyOf(bytes, bytes.length * 2);
  }

  private int readRange(int room) throws IOException {
    long left = split.end() - (offset + to - from);
    int wanted = (int) Math.min(room, left);
    int read = wanted == 0 ? 0 : channel.read(ByteBuffer.wrap(bytes, to, wanted));
    if (read < 0) {
      throw new LeatException(
          SqlState.IO_ERROR, path + " became shorter than when it was found");
    }
    ended = read == left;
    return read;
  }

  @Override
  public void close() {
    try {
      if (stream != null) {
        stream.close();
      }
      channel.close();
    } catch (IOException e) {
      throw FilePaths.failed("close", path, e);
    }
  }
}
