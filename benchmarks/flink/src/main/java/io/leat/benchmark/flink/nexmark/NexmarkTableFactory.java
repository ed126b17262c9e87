package io.leat.benchmark.flink.nexmark;

import io.leat.benchmark.nexmark.engine.WallClock;
import io.leat.runtime.connector.builtin.nexmark.model.NexmarkModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.SourceProvider;
import org.apache.flink.table.connector.source.abilities.SupportsProjectionPushDown;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.types.DataType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/**
 * {@code nexmark}: the same events as Leat's connector of that name. Makes only the fields that a
 * query reads.
 */
public final class NexmarkTableFactory implements DynamicTableSourceFactory {
  private static final ConfigOption<Long> EVENTS =
      ConfigOptions.key("events.num").longType().noDefaultValue();
  private static final ConfigOption<Long> RATE =
      ConfigOptions.key("first-event.rate").longType().defaultValue(100_000L);
  private static final ConfigOption<Long> SEED =
      ConfigOptions.key("seed").longType().defaultValue(0L);
  private static final ConfigOption<Boolean> LIVE =
      ConfigOptions.key("rate.limited").booleanType().defaultValue(false);

  /** Only {@code now} is understood; events then begin when the job is likely to run. */
  private static final ConfigOption<String> BASE_TIME =
      ConfigOptions.key("base-time").stringType().noDefaultValue();

  private static final long START_MILLIS = 2000;

  @Override
  public String factoryIdentifier() {
    return "nexmark";
  }

  @Override
  public Set<ConfigOption<?>> requiredOptions() {
    return Set.of(EVENTS);
  }

  @Override
  public Set<ConfigOption<?>> optionalOptions() {
    return Set.of(RATE, SEED, LIVE, BASE_TIME);
  }

  @Override
  public DynamicTableSource createDynamicTableSource(Context context) {
    FactoryUtil.TableFactoryHelper helper = FactoryUtil.createTableFactoryHelper(this, context);
    helper.validate();
    ReadableConfig options = helper.getOptions();
    NexmarkModel model = NexmarkModel.STANDARD.withSeed(options.get(SEED));
    boolean live = options.get(LIVE);
    boolean now = "now".equals(options.get(BASE_TIME));
    model =
        model.withTimes(
            options.get(RATE), now ? WallClock.micros() / 1000 + START_MILLIS : model.baseMillis());
    DataType type = context.getPhysicalRowDataType();
    return new NexmarkTable(
        model,
        options.get(EVENTS),
        live,
        type,
        ((RowType) type.getLogicalType()).getFieldNames(),
        type);
  }

  private static final class NexmarkTable implements ScanTableSource, SupportsProjectionPushDown {
    private final NexmarkModel model;
    private final long events;
    private final boolean live;
    private final DataType physical;
    private List<String> paths;
    private DataType produced;

    NexmarkTable(
        NexmarkModel model,
        long events,
        boolean live,
        DataType physical,
        List<String> paths,
        DataType produced) {
      this.model = model;
      this.events = events;
      this.live = live;
      this.physical = physical;
      this.paths = paths;
      this.produced = produced;
    }

    @Override
    public ChangelogMode getChangelogMode() {
      return ChangelogMode.insertOnly();
    }

    @Override
    public boolean supportsNestedProjection() {
      return true;
    }

    @Override
    public void applyProjection(int[][] projected, DataType producedType) {
      List<String> wanted = new ArrayList<>();
      for (int[] indexes : projected) {
        StringBuilder path = new StringBuilder();
        LogicalType type = physical.getLogicalType();
        for (int index : indexes) {
          RowType row = (RowType) type;
          path.append(path.isEmpty() ? "" : ".").append(row.getFieldNames().get(index));
          type = row.getTypeAt(index);
        }
        wanted.add(path.toString());
      }
      paths = wanted;
      produced = producedType;
    }

    @Override
    public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
      return SourceProvider.of(
          new NexmarkSource(
              model, events, live, List.copyOf(paths), context.createTypeInformation(produced)));
    }

    @Override
    public DynamicTableSource copy() {
      return new NexmarkTable(model, events, live, physical, paths, produced);
    }

    @Override
    public String asSummaryString() {
      return "nexmark";
    }
  }
}
