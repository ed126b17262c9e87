package io.leat.runtime.connector.builtin.file;

import io.leat.runtime.connector.Sink;
import io.leat.runtime.connector.SinkWriter;
import io.leat.runtime.connector.format.Format;
import io.leat.runtime.types.RowSchema;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;

/**
 * Writes files that are hidden until they are committed. The names hold a number of the sink's own,
 * so that no two runs write the same file.
 *
 * @param formatName ends the files' names
 */
record FileSink(
    Path directory,
    String formatName,
    Format.Encoding encoding,
    Partitions partitions,
    FileSinkOptions options,
    RollPlan plan,
    Heritage heritage)
    implements Sink {

  FileSink(
      Path directory,
      String formatName,
      Format.Encoding encoding,
      Partitions partitions,
      FileSinkOptions options) {
    this(directory, formatName, encoding, partitions, options, new RollPlan(), new Heritage());
  }

  @Override
  public SinkWriter writer(RowSchema schema, int shard, ZoneId zone) {
    if (shard == 0) {
      LeftFiles.remove(directory, partitions.keys().size());
    }
    return new FileSinkWriter(this, schema, shard, zone);
  }

  @Override
  public void persist(byte[] token) {
    FileToken.of(token).persist();
  }

  @Override
  public void commit(byte[] token) {
    commit(List.of(token));
  }

  @Override
  public void commit(List<byte[]> tokens) {
    FileToken.commit(tokens.stream().map(FileToken::of).toList());
  }

  @Override
  public void resume(List<byte[]> tokens) {
    List<FileToken> all = tokens.stream().map(FileToken::of).toList();
    FileToken.commit(all);
    heritage.take(all);
    removePending();
  }

  @Override
  public void begin(String owner) {
    heritage.name(owner);
    removePending();
  }

  private void removePending() {
    LeftFiles.removePending(directory, partitions.keys().size(), heritage.name());
  }
}
