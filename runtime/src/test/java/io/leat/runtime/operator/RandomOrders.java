package io.leat.runtime.operator;

import io.leat.runtime.circuit.SortKey;
import io.leat.runtime.testing.Batches;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** A random schema of two to four columns, and random partitions and orders of its rows. */
final class RandomOrders {
  private static final DataType[] TYPES = {
    ScalarType.STRING,
    ScalarType.BIGINT,
    ScalarType.BOOLEAN,
    ScalarType.DOUBLE,
    ScalarType.INTEGER.withNullable(false),
    ScalarType.decimal(38, 3),
    ScalarType.FLOAT
  };

  private final Random random;
  private final RowSchema schema;

  RandomOrders(Random random) {
    this.random = random;
    List<DataType> types = new ArrayList<>(Arrays.asList(TYPES));
    Collections.shuffle(types, random);
    this.schema = Batches.schema(types.subList(0, 2 + random.nextInt(3)).toArray(DataType[]::new));
  }

  RowSchema schema() {
    return schema;
  }

  /** So many different columns; no more than two. */
  List<Integer> columns(int count) {
    return List.copyOf(shuffled().subList(0, count));
  }

  /** Keys of any number of columns, or of none. */
  List<SortKey> order() {
    return shuffled().subList(0, random.nextInt(schema.size() + 1)).stream()
        .map(column -> new SortKey(column, random.nextBoolean(), random.nextBoolean()))
        .toList();
  }

  private List<Integer> shuffled() {
    List<Integer> columns = new ArrayList<>(IntStream.range(0, schema.size()).boxed().toList());
    Collections.shuffle(columns, random);
    return columns;
  }
}
