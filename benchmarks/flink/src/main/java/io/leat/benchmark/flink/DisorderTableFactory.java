package io.leat.benchmark.flink;

import io.leat.benchmark.window.engine.DisorderRows;
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
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.RowType;

/** {@code disorder}: the rows of Leat's source of that name. */
public final class DisorderTableFactory implements DynamicTableSourceFactory {
  private static final ConfigOption<Long> ROWS = ConfigOptions.key("rows").longType().noDefaultValue();
  private static final ConfigOption<Long> KEYS = ConfigOptions.key("keys").longType().noDefaultValue();
  private static final ConfigOption<Long> RATE = ConfigOptions.key("rows-per-second").longType().noDefaultValue();

  @Override
  public String factoryIdentifier() {
    return "disorder";
  }

  @Override
  public Set<ConfigOption<?>> requiredOptions() {
    return Set.of(ROWS, KEYS, RATE);
  }

  @Override
  public Set<ConfigOption<?>> optionalOptions() {
    return Set.of();
  }

  @Override
  public DynamicTableSource createDynamicTableSource(Context context) {
    ReadableConfig options = FactoryUtil.createTableFactoryHelper(this, context).getOptions();
    return new DisorderSource(
        options.get(ROWS),
        new DisorderRows(options.get(KEYS), 1_000_000 / options.get(RATE)),
        (RowType) context.getPhysicalRowDataType().getLogicalType());
  }

  private static final class DisorderSource implements ScanTableSource {
    private final long rows;
    private final DisorderRows made;
    private final RowType type;

    DisorderSource(long rows, DisorderRows made, RowType type) {
      this.rows = rows;
      this.made = made;
      this.type = type;
    }

    @Override
    public ChangelogMode getChangelogMode() {
      return ChangelogMode.insertOnly();
    }

    @Override
    public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
      return new DataStreamScanProvider() {
        @Override
        public DataStream<RowData> produceDataStream(ProviderContext unused, StreamExecutionEnvironment environment) {
          return environment
              .fromSequence(0, rows - 1)
              .map(new NumberedRow(made))
              .returns(InternalTypeInfo.of(type));
        }

        @Override
        public boolean isBounded() {
          return true;
        }
      };
    }

    @Override
    public DynamicTableSource copy() {
      return new DisorderSource(rows, made, type);
    }

    @Override
    public String asSummaryString() {
      return "disorder";
    }
  }

  private static final class NumberedRow extends RichMapFunction<Long, RowData> {
    private final long keys;
    private final long step;
    private transient DisorderRows made;

    NumberedRow(DisorderRows made) {
      this.keys = made.keys();
      this.step = made.stepMicros();
      this.made = made;
    }

    @Override
    public void open(OpenContext context) {
      made = new DisorderRows(keys, step);
    }

    @Override
    public RowData map(Long number) {
      GenericRowData row = new GenericRowData(3);
      row.setField(0, made.key(number));
      row.setField(1, made.value(number));
      row.setField(2, TimestampData.fromEpochMillis(made.millis(number)));
      return row;
    }
  }
}
