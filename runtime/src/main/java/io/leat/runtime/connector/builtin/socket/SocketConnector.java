package io.leat.runtime.connector.builtin.socket;

import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.connector.Connector;
import io.leat.runtime.connector.ConnectorOption;
import io.leat.runtime.connector.Option;
import io.leat.runtime.connector.OptionParser;
import io.leat.runtime.connector.ReaderContext;
import io.leat.runtime.connector.Sink;
import io.leat.runtime.connector.Source;
import io.leat.runtime.connector.SourceReader;
import io.leat.runtime.connector.Split;
import io.leat.runtime.connector.TableOptions;
import io.leat.runtime.connector.format.Format;
import io.leat.runtime.connector.format.Formats;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.types.RowSchema;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code socket}: connects to an address and reads the lines that come from there, until the other
 * side closes. Nothing is read twice: what was sent before the connection, or to a run that has
 * failed, is lost.
 */
public final class SocketConnector implements Connector {
  private static final int NEW_LINE = 10;
  private static final Option<String> HOST =
      Option.required("hostname", OptionParser.text(), "Where to connect to.");
  private static final Option<Long> PORT =
      Option.required("port", OptionParser.whole(1, 65535), "The port there.");
  private static final Option<Long> DELIMITER =
      Option.withDefault(
          "byte-delimiter",
          OptionParser.whole("10: lines end with a line feed", NEW_LINE, NEW_LINE),
          (long) NEW_LINE,
          "The byte that ends a record.");

  @Override
  public String name() {
    return "socket";
  }

  @Override
  public List<ConnectorOption> options(TableDefinition table) {
    List<ConnectorOption> options = new ArrayList<>();
    options.add(HOST.declaration());
    options.add(PORT.declaration());
    options.add(DELIMITER.declaration());
    options.add(Formats.FORMAT.declaration());
    TableOptions given = new TableOptions(table);
    if (given.has(Formats.FORMAT.key())) {
      options.addAll(Formats.of(given).options());
    }
    return options;
  }

  @Override
  public List<String> addresses(TableDefinition table) {
    TableOptions options = new TableOptions(table);
    return List.of(options.get(HOST) + ":" + options.get(PORT));
  }

  @Override
  public boolean isSource() {
    return true;
  }

  @Override
  public boolean isSink() {
    return false;
  }

  @Override
  public Source source(TableDefinition table) {
    TableOptions options = new TableOptions(table);
    options.get(DELIMITER);
    return new SocketSource(
        options.get(HOST),
        Math.toIntExact(options.get(PORT)),
        Formats.of(options).decoding(table.schema(), options));
  }

  @Override
  public Sink sink(TableDefinition table) {
    throw LeatException.notSupported(
        "writing to a 'socket' table", "Write to a table whose connector is a sink.");
  }

  private record SocketSource(String host, int port, Format.Decoding decoding) implements Source {
    @Override
    public boolean bounded() {
      return false;
    }

    @Override
    public SplitEnumerator enumerator() {
      return new SplitEnumerator() {
        private boolean exhausted;

        @Override
        public List<Split> discover(int shards) {
          List<Split> only =
              exhausted ? List.of() : List.of(new Split(host + ":" + port, new byte[0]));
          exhausted = true;
          return only;
        }

        @Override
        public boolean exhausted() {
          return exhausted;
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public SourceReader reader(List<Integer> wanted, RowSchema schema, ReaderContext context) {
      return new SocketReader(
          new InetSocketAddress(host, port), decoding.decoder(wanted, context.zone()), context);
    }
  }
}
