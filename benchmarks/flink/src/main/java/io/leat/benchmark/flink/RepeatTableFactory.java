package io.leat.benchmark.flink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.ProviderContext;
import org.apache.flink.table.connector.source.DataStreamScanProvider;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.abilities.SupportsProjectionPushDown;
import org.apache.flink.table.data.DecimalData;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.DecimalType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/** {@code repeat}: the rows of a file with tabs, over and over, bounded: made once, in Flink's own form. */
public final class RepeatTableFactory implements DynamicTableSourceFactory {
  private static final ConfigOption<String> PATH = ConfigOptions.key("path").stringType().noDefaultValue();
  private static final ConfigOption<Long> ROWS = ConfigOptions.key("rows").longType().noDefaultValue();

  @Override
  public String factoryIdentifier() {
    return "repeat";
  }

  @Override
  public Set<ConfigOption<?>> requiredOptions() {
    return Set.of(PATH, ROWS);
  }

  @Override
  public Set<ConfigOption<?>> optionalOptions() {
    return Set.of();
  }

  @Override
  public DynamicTableSource createDynamicTableSource(Context context) {
    ReadableConfig options = FactoryUtil.createTableFactoryHelper(this, context).getOptions();
    RowType type = (RowType) context.getPhysicalRowDataType().getLogicalType();
    int[] all = new int[type.getFieldCount()];
    for (int i = 0; i < all.length; i++) {
      all[i] = i;
    }
    return new RepeatSource(options.get(PATH), options.get(ROWS), type, all, context.getPhysicalRowDataType());
  }

  private static final class RepeatSource implements ScanTableSource, SupportsProjectionPushDown {
    private final String path;
    private final long rows;
    private final RowType type;
    private int[] columns;
    private DataType produced;

    RepeatSource(String path, long rows, RowType type, int[] columns, DataType produced) {
      this.path = path;
      this.rows = rows;
      this.type = type;
      this.columns = columns;
      this.produced = produced;
    }

    @Override
    public ChangelogMode getChangelogMode() {
      return ChangelogMode.insertOnly();
    }

    @Override
    public boolean supportsNestedProjection() {
      return false;
    }

    @Override
    public void applyProjection(int[][] projected, DataType producedType) {
      columns = new int[projected.length];
      for (int i = 0; i < projected.length; i++) {
        columns[i] = projected[i][0];
      }
      produced = producedType;
    }

    @Override
    public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
      SampleRow sampleRow = new SampleRow(path, type, columns);
      InternalTypeInfo<RowData> information = InternalTypeInfo.of((RowType) produced.getLogicalType());
      return new DataStreamScanProvider() {
        @Override
        public DataStream<RowData> produceDataStream(ProviderContext unused, StreamExecutionEnvironment environment) {
          return environment
              .fromSequence(0, rows - 1)
              .map(sampleRow)
              .returns(information);
        }

        @Override
        public boolean isBounded() {
          return true;
        }
      };
    }

    @Override
    public DynamicTableSource copy() {
      return new RepeatSource(path, rows, type, columns, produced);
    }

    @Override
    public String asSummaryString() {
      return "repeat";
    }
  }

  /** The row of the sample for a number; each task reads the file once. */
  private static final class SampleRow extends RichMapFunction<Long, RowData> {
    private final String path;
    private final RowType type;
    private final int[] columns;
    private transient RowData[] sample;

    SampleRow(String path, RowType type, int[] columns) {
      this.path = path;
      this.type = type;
      this.columns = columns;
    }

    @Override
    public void open(OpenContext context) {
      sample = sample();
    }

    @Override
    public RowData map(Long index) {
      return sample[(int) (index % sample.length)];
    }

    private RowData[] sample() {
      List<String> lines;
      try {
        lines = Files.readAllLines(Path.of(path));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return lines.stream()
          .map(
              line -> {
                String[] values = line.split("\t", -1);
                GenericRowData row = new GenericRowData(columns.length);
                for (int i = 0; i < columns.length; i++) {
                  row.setField(i, value(values[columns[i]], type.getTypeAt(columns[i])));
                }
                return (RowData) row;
              })
          .toArray(RowData[]::new);
    }

    private static Object value(String text, LogicalType type) {
      switch (type.getTypeRoot()) {
        case INTEGER:
          return Integer.valueOf(text);
        case BIGINT:
          return Long.valueOf(text);
        case DOUBLE:
          return Double.valueOf(text);
        case DECIMAL:
          DecimalType decimal = (DecimalType) type;
          return DecimalData.fromBigDecimal(new BigDecimal(text), decimal.getPrecision(), decimal.getScale());
        case TIMESTAMP_WITHOUT_TIME_ZONE:
          return TimestampData.fromLocalDateTime(LocalDateTime.parse(text.replace(' ', 'T')));
        default:
          return StringData.fromString(text);
      }
    }
  }
}
