package io.leat.runtime.connector.builtin.file;

import io.leat.runtime.json.JsonBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file that is being written, under a name that readers pass over. */
final class PartFile {
  /** In place of a time. */
  static final long UNKNOWN = Long.MIN_VALUE;

  private static final int BUFFER = 64 << 10;

  /** While it is written; then it has the first of {@link #names}. */
  private final Path begun;

  final FileToken.Pending names;
  private long begunMicros;
  private final JsonBuffer buffer = new JsonBuffer();
  private final FileChannel channel;
  private long written;

  PartFile(Path directory, String name, long begunMicros) {
    this.begun = directory.resolve("." + name + LeftFiles.IN_PROGRESS);
    this.names =
        new FileToken.Pending(
            directory.resolve("." + name + LeftFiles.PENDING), directory.resolve(name));
    this.begunMicros = begunMicros;
    try {
      Files.createDirectories(directory);
      this.channel = LeftFiles.begin(begun);
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
      Files.move(begun, names.hidden(), StandardCopyOption.ATOMIC_MOVE);
      channel.close();
    } catch (IOException e) {
      throw FilePaths.failed("write", names.visible(), e);
    }
    LeftFiles.end(begun);
  }

  void discard() {
    try {
      channel.close();
      Files.deleteIfExists(begun);
    } catch (IOException e) {
      throw FilePaths.failed("remove", begun, e);
    }
    LeftFiles.end(begun);
  }
}
