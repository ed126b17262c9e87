package io.leat.runtime.durable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * A file of records that is written from its beginning to its end. It begins with {@link #MAGIC}; a
 * record is the length of its payload, the CRC-32C of length and payload, and the payload, big
 * endian. Used by one thread at a time.
 */
final class RecordFile implements AutoCloseable {
  /** "LEAT", a kind of file, and the version of its layout. */
  static final long MAGIC = 0x4C454154_52454301L;

  static final int HEADER_BYTES = Long.BYTES;
  static final int RECORD_HEADER_BYTES = 2 * Integer.BYTES;
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path path;
  private final FileChannel channel;
  private ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);

  /** Where the next record begins. */
  private long end;

  private RecordFile(Path path, FileChannel channel, long end) {
    this.path = path;
    this.channel = channel;
    this.end = end;
  }

  /** A new file. */
  static RecordFile create(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    RecordFile file = new RecordFile(path, channel, HEADER_BYTES);
    try {
      ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).putLong(MAGIC).flip();
      file.writeFully(header, 0);
      return file;
    } catch (IOException e) {
      channel.close();
      // The name is free again for who tries once more, when there is room on the disk.
      Files.deleteIfExists(path);
      throw e;
    }
  }

  /** Goes on with a file behind its last good record; what is after it goes. */
  static RecordFile resume(Path path, long end) throws IOException {
    FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE);
    try {
      channel.truncate(end);
      channel.force(true);
      return new RecordFile(path, channel, end);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  Path path() {
    return path;
  }

  long size() {
    return end;
  }

  /**
   * Appends a record. If it fails, the file ends where it ended before.
   *
   * @param payload from its position to its limit; not empty
   */
  void append(ByteBuffer payload) throws IOException {
    int length = payload.remaining();
    int needed = RECORD_HEADER_BYTES + length;
    if (buffer.capacity() < needed) {
      buffer = ByteBuffer.allocateDirect(Math.max(needed, buffer.capacity() * 2));
    }
    buffer.clear().putInt(length).putInt(checksum(payload)).put(payload).flip();
    try {
      if (CrashPoint.LOG_TORN_WRITE.isDue()) {
        buffer.limit(needed / 2);
        writeFully(buffer, end);
        CrashPoint.end();
      }
      writeFully(buffer, end);
    } catch (IOException e) {
      try {
        channel.truncate(end);
      } catch (IOException truncation) {
        e.addSuppressed(truncation);
      }
      throw e;
    }
    end += needed;
  }

  /** Takes back the records after a place. */
  void truncate(long newEnd) throws IOException {
    channel.truncate(newEnd);
    end = newEnd;
  }

  private void writeFully(ByteBuffer bytes, long at) throws IOException {
    long position = at;
    while (bytes.hasRemaining()) {
      position += channel.write(bytes, position);
    }
  }

  /** Of a payload, which keeps its position. */
  static int checksum(ByteBuffer payload) {
    CRC32C checksum = new CRC32C();
    int length = payload.remaining();
    checksum.update(length >>> 24);
    checksum.update(length >>> 16);
    checksum.update(length >>> 8);
    checksum.update(length);
    checksum.update(payload.duplicate());
    return (int) checksum.getValue();
  }

  /** Waits until all records are on the disk. */
  void force() throws IOException {
    channel.force(false);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
