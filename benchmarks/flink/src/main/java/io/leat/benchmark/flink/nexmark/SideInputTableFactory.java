package io.leat.benchmark.flink.nexmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.LookupTableSource;
import org.apache.flink.table.connector.source.lookup.LookupFunctionProvider;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.functions.FunctionContext;
import org.apache.flink.table.functions.LookupFunction;
import org.jspecify.annotations.Nullable;

/**
 * {@code side-input}: the lines {@code number,text} of a file, read once and looked up by number.
 * Flink's own file connector cannot be looked up in.
 */
public final class SideInputTableFactory implements DynamicTableSourceFactory {
  private static final ConfigOption<String> PATH =
      ConfigOptions.key("path").stringType().noDefaultValue();

  @Override
  public String factoryIdentifier() {
    return "side-input";
  }

  @Override
  public Set<ConfigOption<?>> requiredOptions() {
    return Set.of(PATH);
  }

  @Override
  public Set<ConfigOption<?>> optionalOptions() {
    return Set.of();
  }

  @Override
  public DynamicTableSource createDynamicTableSource(Context context) {
    return new SideInput(
        FactoryUtil.createTableFactoryHelper(this, context).getOptions().get(PATH));
  }

  private record SideInput(String path) implements LookupTableSource {
    @Override
    public LookupRuntimeProvider getLookupRuntimeProvider(LookupContext context) {
      return LookupFunctionProvider.of(new Lookup(path));
    }

    @Override
    public DynamicTableSource copy() {
      return this;
    }

    @Override
    public String asSummaryString() {
      return "side-input";
    }
  }

  /** Finds rows in memory. */
  public static final class Lookup extends LookupFunction {
    private final String path;
    private transient @Nullable Map<Long, List<RowData>> rows;

    Lookup(String path) {
      this.path = path;
    }

    @Override
    public void open(FunctionContext context) {
      Map<Long, List<RowData>> read = new HashMap<>();
      try {
        for (String line : Files.readAllLines(Path.of(path))) {
          int comma = line.indexOf(',');
          long key = Long.parseLong(line.substring(0, comma));
          read.put(
              key,
              List.of(GenericRowData.of(key, StringData.fromString(line.substring(comma + 1)))));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      rows = read;
    }

    @Override
    public Collection<RowData> lookup(RowData key) {
      Map<Long, List<RowData>> all = rows;
      return all == null ? List.of() : all.getOrDefault(key.getLong(0), List.of());
    }
  }
}
