package io.leat.runtime.connector.builtin.file;

import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.data.Column;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** Which wanted columns come out of a file's bytes, and which are the same for all of its rows. */
final class FileColumns {
  private final FileSource source;
  private final RowSchema schema;
  private final ZoneId zone;

  /** The wanted columns, by place: index into the table's schema. */
  private final List<Integer> wanted;

  private final List<Integer> decoded = new ArrayList<>();
  private final int[] decodedPlaces;
  private final int[] fixedPlaces;
  private final Column[] fixed;
  private int[] zeros = {};

  FileColumns(FileSource source, List<Integer> wanted, RowSchema schema, ZoneId zone) {
    this.source = source;
    this.schema = schema;
    this.zone = zone;
    this.wanted = List.copyOf(wanted);
    List<Integer> ofFile = new ArrayList<>();
    List<Integer> others = new ArrayList<>();
    for (int place = 0; place < wanted.size(); place++) {
      int inFile = source.placeInFile(wanted.get(place), schema.size());
      (inFile < 0 ? others : ofFile).add(place);
      if (inFile >= 0) {
        decoded.add(inFile);
      }
    }
    this.decodedPlaces = ofFile.stream().mapToInt(Integer::intValue).toArray();
    this.fixedPlaces = others.stream().mapToInt(Integer::intValue).toArray();
    this.fixed =
        others.stream()
            .map(place -> Column.of(schema.type(wanted.get(place))))
            .toArray(Column[]::new);
  }

  /** What the decoder is to decode: indexes into the schema of the files. */
  List<Integer> decoded() {
    return decoded;
  }

  /** Those of a batch's columns that the decoder fills. */
  Column[] decodedOf(Column[] columns) {
    Column[] targets = new Column[decodedPlaces.length];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = columns[decodedPlaces[i]];
    }
    return targets;
  }

  /** Takes the values that all rows of the file share. */
  void open(FileSplit split) {
    Path file = Path.of(split.path());
    for (int i = 0; i < fixed.length; i++) {
      int column = wanted.get(fixedPlaces[i]);
      fixed[i].clear();
      int metadata = column - (schema.size() - source.metadata().size());
      if (metadata < 0) {
        source.partitions().appendValue(source.paths().base(), file, column, zone, fixed[i]);
      } else {
        DataType type = schema.type(column);
        BoxedValues.append(fixed[i], type, metadata(source.metadata().get(metadata), split, file));
      }
    }
  }

  private static Object metadata(String key, FileSplit split, Path file) {
    return switch (key) {
      case "file.path" -> split.path();
      case "file.name" -> String.valueOf(file.getFileName());
      case "file.size" -> split.size();
      case "file.modification-time" -> Instant.ofEpochMilli(split.modifiedMillis());
      default -> throw new IllegalArgumentException(key);
    };
  }

  /** Appends them as often as rows have been decoded. */
  void appendFixed(Column[] columns, int rows) {
    if (zeros.length < rows) {
      zeros = new int[rows];
    }
    for (int i = 0; i < fixed.length; i++) {
      columns[fixedPlaces[i]].append(fixed[i], zeros, rows);
    }
  }
}
