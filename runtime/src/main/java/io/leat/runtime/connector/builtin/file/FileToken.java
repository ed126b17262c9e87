package io.leat.runtime.connector.builtin.file;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a commit makes visible: files that are complete under a hidden name, and the marks of
 * partitions that are complete; and what the writer has still to do, for who takes it up after a
 * restart.
 *
 * @param sink the name that the sink's files have in common
 * @param waiting partitions that are not marked yet: when their first file was begun, in
 *     microseconds since 1970
 */
record FileToken(
    String sink,
    int shard,
    List<Pending> files,
    List<Path> marks,
    Map<List<String>, Long> waiting) {
  private static final byte VERSION = 2;

  /** The one before told of files and marks alone. */
  private static final byte FIRST_VERSION = 1;

  /** A file and the name that it will have. */
  record Pending(Path hidden, Path visible) {}

  byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeInt(files.size());
      for (Pending file : files) {
        out.writeUTF(file.hidden().toString());
        out.writeUTF(file.visible().toString());
      }
      out.writeInt(marks.size());
      for (Path mark : marks) {
        out.writeUTF(mark.toString());
      }
      out.writeUTF(sink);
      out.writeInt(shard);
      out.writeInt(waiting.size());
      for (Map.Entry<List<String>, Long> partition : waiting.entrySet()) {
        out.writeInt(partition.getKey().size());
        for (String value : partition.getKey()) {
          out.writeUTF(value);
        }
        out.writeLong(partition.getValue());
      }
    } catch (IOException e) {
      throw new IllegalStateException("a path is too long", e);
    }
    return bytes.toByteArray();
  }

  static FileToken of(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      byte version = in.readByte();
      if (version != VERSION && version != FIRST_VERSION) {
        throw new IllegalStateException("a token of version " + version);
      }
      List<Pending> files = new ArrayList<>();
      for (int i = in.readInt(); i > 0; i--) {
        files.add(new Pending(Path.of(in.readUTF()), Path.of(in.readUTF())));
      }
      List<Path> marks = new ArrayList<>();
      for (int i = in.readInt(); i > 0; i--) {
        marks.add(Path.of(in.readUTF()));
      }
      if (version == FIRST_VERSION) {
        return new FileToken("", 0, files, marks, Map.of());
      }
      String sink = in.readUTF();
      int shard = in.readInt();
      Map<List<String>, Long> waiting = new LinkedHashMap<>();
      for (int i = in.readInt(); i > 0; i--) {
        List<String> partition = new ArrayList<>();
        for (int j = in.readInt(); j > 0; j--) {
          partition.add(in.readUTF());
        }
        waiting.put(partition, in.readLong());
      }
      return new FileToken(sink, shard, files, marks, waiting);
    } catch (IOException e) {
      throw new IllegalStateException("a token that ends too early", e);
    }
  }

  /**
   * Puts the files on disk and gives them their names: all files of all tokens first, then the
   * marks. What has been done before is found done.
   */
  static void commit(List<FileToken> tokens) {
    Set<Path> directories = new LinkedHashSet<>();
    for (FileToken token : tokens) {
      for (Pending file : token.files) {
        show(file);
        Path directory = file.visible().getParent();
        if (directory != null) {
          directories.add(directory);
        }
      }
    }
    directories.forEach(FileToken::sync);
    for (FileToken token : tokens) {
      token.marks.forEach(FileToken::mark);
    }
  }

  /** Puts the hidden files on the disk. */
  void persist() {
    Set<Path> directories = new LinkedHashSet<>();
    for (Pending file : files) {
      try {
        force(file.hidden());
      } catch (NoSuchFileException e) {
        // It has been committed.
      } catch (IOException e) {
        throw FilePaths.failed("write", file.hidden(), e);
      }
      Path directory = file.hidden().getParent();
      if (directory != null) {
        directories.add(directory);
      }
    }
    directories.forEach(FileToken::sync);
  }

  private static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private static void show(Pending file) {
    try {
      force(file.hidden());
      Files.move(file.hidden(), file.visible(), StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      if (!Files.exists(file.visible())) {
        throw new LeatException(
            SqlState.IO_ERROR,
            "cannot commit " + file.visible() + ": " + file.hidden() + " is not there any more",
            null,
            null,
            e);
      }
    } catch (IOException e) {
      throw FilePaths.failed("commit", file.visible(), e);
    }
  }

  private static void sync(Path directory) {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      throw FilePaths.failed("commit", directory, e);
    }
  }

  private static void mark(Path mark) {
    try {
      Files.write(mark, new byte[0]);
    } catch (IOException e) {
      throw FilePaths.failed("write", mark, e);
    }
  }
}
