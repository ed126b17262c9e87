package io.leat.runtime.connector.builtin.jdbc;

import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.connector.Connector;
import io.leat.runtime.connector.ConnectorOption;
import io.leat.runtime.connector.LookupSource;
import io.leat.runtime.connector.Option;
import io.leat.runtime.connector.OptionParser;
import io.leat.runtime.connector.Sink;
import io.leat.runtime.connector.Source;
import io.leat.runtime.connector.TableOptions;
import io.leat.runtime.connector.lookup.LookupOptions;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.types.RowSchema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code jdbc}: a table of a database, read once to its end, or by key in lookup joins. */
public final class JdbcConnector implements Connector {
  private static final Option<String> URL =
      Option.required(
          "url",
          new OptionParser<>(
              "a JDBC URL such as 'jdbc:postgresql://host/database'",
              text -> text.startsWith("jdbc:") ? Optional.of(text) : Optional.empty()),
          "The database.");
  private static final Option<String> TABLE =
      Option.required(
          "table-name",
          OptionParser.text(),
          "The table there, as the database's own SQL writes it: with schema and quotes if needed.");
  private static final Option<String> USER =
      Option.optional("username", OptionParser.text(), "Who connects.");
  private static final Option<String> PASSWORD =
      Option.optional("password", OptionParser.text(), "The user's password.");
  private static final Option<String> DRIVER =
      Option.optional(
          "driver",
          OptionParser.text(),
          "The driver's class, if it does not announce itself for its URLs.");

  @Override
  public String name() {
    return "jdbc";
  }

  @Override
  public List<ConnectorOption> options(TableDefinition table) {
    List<ConnectorOption> options = new ArrayList<>();
    for (Option<?> option : List.of(URL, TABLE, USER, PASSWORD, DRIVER)) {
      options.add(option.declaration());
    }
    options.addAll(LookupOptions.declarations());
    return options;
  }

  /** What stands before the URL's parameters, in which there may be a password. */
  @Override
  public List<String> addresses(TableDefinition table) {
    return List.of(new TableOptions(table).get(URL).split("[?;]", 2)[0]);
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
    LookupOptions.of(options);
    return new JdbcSource(database(table, options));
  }

  @Override
  public Optional<LookupSource> lookups(TableDefinition table) {
    TableOptions options = new TableOptions(table);
    JdbcDatabase database = database(table, options);
    LookupOptions lookups = LookupOptions.of(options);
    return Optional.of(
        new LookupSource() {
          @Override
          public LookupOptions options() {
            return lookups;
          }

          @Override
          public LookupReader reader(
              List<Integer> keys, List<Integer> columns, RowSchema schema, LookupContext context) {
            database.requireDriver();
            return new JdbcLookup(
                database, keys, columns, schema, lookups.timeout(), context.threads());
          }
        });
  }

  private static JdbcDatabase database(TableDefinition table, TableOptions options) {
    for (RowSchema.Field field : table.schema().fields()) {
      JdbcValues.requireSupported(field);
    }
    Optional<String> user = options.find(USER);
    Optional<String> password = options.find(PASSWORD);
    if (user.isEmpty() && password.isPresent()) {
      throw TableOptions.wrong("'password' without 'username'", "Give both or none.");
    }
    return new JdbcDatabase(
        options.get(URL), options.get(TABLE), user, password, options.find(DRIVER));
  }

  @Override
  public Sink sink(TableDefinition table) {
    throw LeatException.notSupported(
        "writing to a 'jdbc' table", "Write to a table whose connector is a sink.");
  }

  /** The seconds of a statement's timeout: at least one. */
  static int seconds(Duration timeout) {
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, timeout.toSeconds()));
  }
}
