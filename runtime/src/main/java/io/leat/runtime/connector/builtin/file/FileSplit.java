package io.leat.runtime.connector.builtin.file;

import io.leat.runtime.connector.Split;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A range of a file, from the beginning of a record to the end of one.
 *
 * @param path as the enumerator found it
 * @param start the first byte; of a compressed file 0, and places count decompressed bytes
 * @param end the place after the last byte; {@link #TO_THE_END} of a compressed file
 * @param position where to go on reading
 * @param size the whole file's bytes on disk when it was found
 * @param modifiedMillis when the file was last changed, in milliseconds since 1970-01-01 UTC
 * @param done whether it has been read to its end
 */
record FileSplit(
    String path,
    long start,
    long end,
    long position,
    long size,
    long modifiedMillis,
    boolean done) {
  static final long TO_THE_END = -1;
  private static final byte VERSION = 1;
  private static final int FIXED_BYTES = 2 + 5 * Long.BYTES;

  FileSplit at(long newPosition, boolean nowDone) {
    return new FileSplit(path, start, end, newPosition, size, modifiedMillis, nowDone);
  }

  Split toSplit() {
    byte[] name = path.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(FIXED_BYTES + name.length);
    bytes.put(VERSION).put((byte) (done ? 1 : 0));
    bytes.putLong(start).putLong(end).putLong(position).putLong(size).putLong(modifiedMillis);
    bytes.put(name);
    return new Split(path + "#" + start, bytes.array());
  }

  static FileSplit of(Split split) {
    ByteBuffer bytes = ByteBuffer.wrap(split.offset());
    byte version = bytes.get();
    if (version != VERSION) {
      throw new IllegalStateException("a file's offset of version " + version);
    }
    boolean done = bytes.get() != 0;
    long start = bytes.getLong();
    long end = bytes.getLong();
    long position = bytes.getLong();
    long size = bytes.getLong();
    long modified = bytes.getLong();
    byte[] name = new byte[bytes.remaining()];
    bytes.get(name);
    return new FileSplit(
        new String(name, StandardCharsets.UTF_8), start, end, position, size, modified, done);
  }
}
