package io.leat.sql.statement;

import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.connector.Connector;
import io.leat.runtime.connector.Connectors;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.sql.catalog.CatalogTable;
import io.leat.sql.parse.ast.CreateTable;
import io.leat.sql.parse.ast.TableOption;
import io.leat.sql.validate.Positions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.jspecify.annotations.Nullable;

/** The options of CREATE TABLE: as they are declared, and what its connector says to them. */
final class TableOptions {
  private TableOptions() {}

  /** The options by key, inherited ones before those of the statement. */
  static Map<String, String> of(CreateTable statement, TableLike.Inherited inherited) {
    Map<String, String> options = new LinkedHashMap<>(inherited.options());
    List<String> own = new ArrayList<>();
    SqlNodeList declared = statement.options();
    if (declared != null) {
      for (SqlNode node : declared) {
        TableOption option = (TableOption) node;
        String key = option.keyText();
        boolean twice = own.contains(key);
        if (twice || (options.containsKey(key) && !inherited.mayOverwriteOptions())) {
          throw TableDeclaration.error(
              SqlState.INVALID_TABLE_DEFINITION, "option '" + key + "' is given twice", option);
        }
        own.add(key);
        options.put(key, option.valueText());
      }
    }
    return options;
  }

  /** The connector opens nothing, but tells what is wrong with the options. */
  static void checkConnector(CatalogTable table, CreateTable statement) {
    SqlNode at = statement.name();
    SqlNodeList options = statement.options();
    try {
      TableDefinition definition = table.definition();
      Connector connector = Connectors.validate(definition);
      if (table.sourceWatermark().isPresent()
          && !connector.metadata().containsKey(Connector.WATERMARK)) {
        throw LeatException.notSupported(
                "SOURCE_WATERMARK() of the connector '" + connector.name() + "'",
                "it gives no watermark of its own: write WATERMARK FOR ts AS ts - INTERVAL '5'"
                    + " SECOND or the like")
            .at(Positions.of(at));
      }
      if (connector.isSource()) {
        // METADATA of others is refused when the table is used.
        connector.source(connector.metadata().isEmpty() ? table.sinkDefinition() : definition);
      } else {
        connector.sink(definition);
      }
    } catch (LeatException wrong) {
      if (wrong.position() != null) {
        throw wrong;
      }
      throw wrong.at(Positions.of(offending(wrong.message(), options, at)));
    }
  }

  /** The option whose key the message names in quotes. */
  private static SqlNode offending(String message, @Nullable SqlNodeList options, SqlNode table) {
    SqlNode best = table;
    int length = 0;
    if (options != null) {
      for (SqlNode node : options) {
        TableOption option = (TableOption) node;
        String key = option.keyText();
        boolean named =
            message.contains("'" + key + "'")
                || (key.equals("connector")
                    && message.contains("'" + option.valueText() + "'")
                    && message.startsWith("unknown connector"));
        if (named && key.length() > length) {
          best = option;
          length = key.length();
        }
      }
    }
    return best;
  }
}
