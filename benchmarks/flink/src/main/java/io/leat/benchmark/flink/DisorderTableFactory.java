package io.leat.benchmark.flink;

import java.util.Set;
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
  private static final long FIRST_MICROS = 1_767_225_600_000_000L;
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
        options.get(KEYS),
        1_000_000 / options.get(RATE),
        (RowType) context.getPhysicalRowDataType().getLogicalType());
  }

  private static final class DisorderSource implements ScanTableSource {
    private final long rows;
    private final long keys;
    private final long step;
    private final RowType type;

    DisorderSource(long rows, long keys, long step, RowType type) {
      this.rows = rows;
      this.keys = keys;
      this.step = step;
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
              .map(new NumberedRow(keys, step))
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
      return new DisorderSource(rows, keys, step, type);
    }

    @Override
    public String asSummaryString() {
      return "disorder";
    }
  }

  private static final class NumberedRow extends RichMapFunction<Long, RowData> {
    private final long keys;
    private final long step;

    NumberedRow(long keys, long step) {
      this.keys = keys;
      this.step = step;
    }

    @Override
    public RowData map(Long index) {
      long number = index;
      GenericRowData row = new GenericRowData(3);
      row.setField(0, mixed(3 * number) % keys);
      row.setField(1, mixed(3 * number + 1) % 1000);
      long late = mixed(3 * number + 2) % 1_000_000;
      row.setField(2, TimestampData.fromEpochMillis((FIRST_MICROS + number * step - late) / 1000));
      return row;
    }

    /** A number that looks random (SplitMix64). */
    private static long mixed(long number) {
      long z = (number + 1) * 0x9e3779b97f4a7c15L;
      z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
      z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
      return (z ^ (z >>> 31)) >>> 1;
    }
  }
}
