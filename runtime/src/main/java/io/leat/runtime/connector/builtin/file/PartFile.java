package io.leat.runtime.connector.builtin.file;

import io.leat.runtime.json.JsonBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file that is being written, under a name that readers pass over. */
final class PartFile {
  /** In place of a time. */
  static final long UNKNOWN = Long.MIN_VALUE;

  private static final int BUFFER = 64 << 10;

  final FileToken.Pending names;
  private long begunMicros;
  private final JsonBuffer buffer = new JsonBuffer();
  private final FileChannel channel;
  private long written;

  PartFile(Path directory, String name, long begunMicros) {
    this.names =
        new FileToken.Pending(
            directory.resolve("." + name + ".inprogress"), directory.resolve(name));
    this.begunMicros = begunMicros;
    try {
      Files.createDirectories(directory);
      this.channel =
          FileChannel.open(names.hidden(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw FilePaths.failed("write", names.visible(), e);
    }
  }

  /** Where the next record goes. */
  JsonBuffer buffer() {
    return buffer;
  }

  long bytes() {
    return written + buffer.size();
  }

  void flushIfFull() {
    if (buffer.size() >= BUFFER) {
      flush();
    }
  }

  private void flush() {
    ByteBuffer bytes = ByteBuffer.wrap(buffer.bytes(), 0, buffer.size());
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw FilePaths.failed("write", names.visible(), e);
    }
    written += buffer.size();
    buffer.clear();
  }

  /** When the file was begun; of one that the first epoch began, once that has ended. */
  long begunMicros() {
    return begunMicros;
  }

  /** Tells the time of the epoch that began the file, if nobody knew it then. */
  void begunBy(long epochMicros) {
    if (begunMicros == UNKNOWN) {
      begunMicros = epochMicros;
    }
  }

  /** Nothing more is written; it need not be on the disk yet. */
  void complete() {
    flush();
    try {
      channel.close();
    } catch (IOException e) {
      throw FilePaths.failed("write", names.visible(), e);
    }
  }

  void discard() {
    try {
      channel.close();
      Files.deleteIfExists(names.hidden());
    } catch (IOException e) {
      throw FilePaths.failed("remove", names.hidden(), e);
    }
  }
}
