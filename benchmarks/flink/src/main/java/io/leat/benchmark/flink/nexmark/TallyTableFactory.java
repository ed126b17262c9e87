package io.leat.benchmark.flink.nexmark;

import io.leat.benchmark.nexmark.engine.Tally;
import io.leat.benchmark.nexmark.engine.WallClock;
import java.util.Set;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.sink.SinkV2Provider;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.types.RowKind;
import org.jspecify.annotations.Nullable;

/** {@code tally}: counts rows as {@link Tally} says, and keeps none. */
public final class TallyTableFactory implements DynamicTableSinkFactory {

  @Override
  public String factoryIdentifier() {
    return "tally";
  }

  @Override
  public Set<ConfigOption<?>> requiredOptions() {
    return Set.of();
  }

  @Override
  public Set<ConfigOption<?>> optionalOptions() {
    return Set.of();
  }

  @Override
  public DynamicTableSink createDynamicTableSink(Context context) {
    return new TallyTable(
        (RowType) context.getPhysicalRowDataType().getLogicalType(), context.getPrimaryKeyIndexes());
  }

  private static final class TallyTable implements DynamicTableSink {
    private final RowType type;
    private final int[] key;

    TallyTable(RowType type, int[] key) {
      this.type = type;
      this.key = key;
    }

    @Override
    public ChangelogMode getChangelogMode(ChangelogMode requested) {
      // A collecting sink has to be told what an update replaces; else Flink may leave it out, as
      // for its blackhole.
      return Tally.collects() ? ChangelogMode.all() : requested;
    }

    @Override
    public SinkRuntimeProvider getSinkRuntimeProvider(Context context) {
      return SinkV2Provider.of(new TallySink(type, key));
    }

    @Override
    public DynamicTableSink copy() {
      return new TallyTable(type, key);
    }

    @Override
    public String asSummaryString() {
      return "tally";
    }
  }

  private static final class TallySink implements Sink<RowData> {
    private final RowData.FieldGetter[] getters;
    private final int[] key;
    private int timeColumn = -1;
    private int timePrecision;

    TallySink(RowType type, int[] key) {
      this.key = key;
      getters = new RowData.FieldGetter[type.getFieldCount()];
      for (int i = getters.length - 1; i >= 0; i--) {
        LogicalType field = type.getTypeAt(i);
        getters[i] = RowData.createFieldGetter(field, i);
        if (field.getTypeRoot() == LogicalTypeRoot.TIMESTAMP_WITHOUT_TIME_ZONE) {
          timeColumn = i;
          timePrecision =
              ((org.apache.flink.table.types.logical.TimestampType) field).getPrecision();
        }
      }
    }

    @Override
    public SinkWriter<RowData> createWriter(WriterInitContext context) {
      return new Writer(Tally.open(), this);
    }

    @Nullable Object value(RowData row, int column) {
      Object value = getters[column].getFieldOrNull(row);
      if (value instanceof TimestampData time) {
        return time.toLocalDateTime();
      }
      if (value instanceof DecimalData decimal) {
        return decimal.toBigDecimal();
      }
      return value;
    }
  }

  private static final class Writer implements SinkWriter<RowData> {
    private final Tally.Part part;
    private final TallySink sink;

    Writer(Tally.Part part, TallySink sink) {
      this.part = part;
      this.sink = sink;
    }

    @Override
    public void write(RowData row, Context context) {
      RowKind kind = row.getRowKind();
      boolean insert = kind == RowKind.INSERT || kind == RowKind.UPDATE_AFTER;
      part.count(insert ? 1 : 0, insert ? 0 : 1);
      if (part.mode() == Tally.Mode.COLLECT) {
        collect(row, kind, insert);
      } else if (part.mode() == Tally.Mode.LATENCY) {
        long millis = row.getTimestamp(sink.timeColumn, sink.timePrecision).getMillisecond();
        part.arrived(millis * 1000, WallClock.micros());
      }
    }

    /** With a primary key, a row takes the place of the one before, whatever its kind says. */
    private void collect(RowData row, RowKind kind, boolean insert) {
      @Nullable Object[] values = new Object[sink.getters.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = sink.value(row, i);
      }
      if (sink.key.length == 0) {
        part.collect(values, insert ? 1 : -1);
      } else if (kind != RowKind.UPDATE_BEFORE) {
        @Nullable Object[] keys = new Object[sink.key.length];
        for (int i = 0; i < keys.length; i++) {
          keys[i] = values[sink.key[i]];
        }
        part.replace(keys, insert ? values : null);
      }
    }

    @Override
    public void flush(boolean endOfInput) {}

    @Override
    public void close() {}
  }
}
