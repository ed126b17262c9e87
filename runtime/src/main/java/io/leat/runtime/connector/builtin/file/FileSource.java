package io.leat.runtime.connector.builtin.file;

import io.leat.runtime.connector.ReaderContext;
import io.leat.runtime.connector.Source;
import io.leat.runtime.connector.SourceReader;
import io.leat.runtime.connector.Split;
import io.leat.runtime.connector.format.Format;
import io.leat.runtime.types.RowSchema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The files of a table as a source.
 *
 * @param interval how often to look for new files; empty for a source that ends
 * @param metadata the keys of the last columns
 */
record FileSource(
    FilePaths paths,
    Optional<Duration> interval,
    Format.Decoding decoding,
    Partitions partitions,
    List<String> metadata)
    implements Source {

  @Override
  public boolean bounded() {
    return interval.isEmpty();
  }

  @Override
  public SplitEnumerator enumerator() {
    return enumerator(List.of());
  }

  @Override
  public SplitEnumerator enumerator(List<Split> restored) {
    return new FileEnumerator(paths, interval, decoding.borders(), restored);
  }

  @Override
  public SourceReader reader(List<Integer> wanted, RowSchema schema, ReaderContext context) {
    FileColumns columns = new FileColumns(this, wanted, schema, context.zone());
    return new FileReader(
        decoding.decoder(columns.decoded(), context.zone()), columns, context);
  }

  /** The place of a column of the table among those that are in the files; −1 if it is not. */
  int placeInFile(int column, int columns) {
    if (column >= columns - metadata.size() || partitions.keys().contains(column)) {
      return -1;
    }
    int place = column;
    for (int key : partitions.keys()) {
      place -= key < column ? 1 : 0;
    }
    return place;
  }

  /** The columns of a table that are in its files: neither partitions nor metadata. */
  static RowSchema inFiles(RowSchema schema, List<Integer> partitionKeys, int metadata) {
    List<Integer> columns = new ArrayList<>();
    for (int i = 0; i < schema.size() - metadata; i++) {
      if (!partitionKeys.contains(i)) {
        columns.add(i);
      }
    }
    return schema.select(columns);
  }
}
