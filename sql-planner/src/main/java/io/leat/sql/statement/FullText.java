package io.leat.sql.statement;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.sql.catalog.CatalogFunction;
import io.leat.sql.catalog.ObjectName;
import io.leat.sql.validate.Positions;
import io.leat.sql.validate.QueryConverter;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;

/**
 * Parts of a statement's text as they are kept in the catalog: the names of tables and of users'
 * functions are written in full, so that they mean the same in every session.
 */
final class FullText {
  private final QueryConverter converter;
  private final String sql;
  private final SourceText source;

  FullText(QueryConverter converter, String sql) {
    this.converter = converter;
    this.sql = sql;
    this.source = new SourceText(sql);
  }

  SourceText source() {
    return source;
  }

  /** The text of an expression that the converter has seen. */
  String of(SqlNode node) {
    SourceText.Range range = source.range(node);
    return of(range.start(), range.end());
  }

  /**
   * The text between two indexes.
   *
   * @param end the index behind the last character
   */
  String of(int start, int end) {
    record Name(int end, String full) {}
    Map<Integer, Name> names = new TreeMap<>();
    for (SqlIdentifier table : converter.tableNames()) {
      names.put(
          source.start(table.getParserPosition()),
          new Name(
              source.end(table.getParserPosition()),
              converter.scope().require(table).name().quoted()));
    }
    for (QueryConverter.FunctionUse use : converter.functionsUsed()) {
      names.put(
          source.start(use.at().getParserPosition()),
          new Name(source.end(use.at().getParserPosition()), use.function().name().quoted()));
    }
    StringBuilder full = new StringBuilder();
    int copied = start;
    for (Map.Entry<Integer, Name> name : names.entrySet()) {
      if (name.getKey() >= copied && name.getValue().end() <= end) {
        full.append(sql, copied, name.getKey()).append(name.getValue().full());
        copied = name.getValue().end();
      }
    }
    return full.append(sql, copied, end).toString();
  }

  /**
   * The functions that the statement names.
   *
   * @param temporary whether what is declared may use temporary functions
   * @param noun what is declared
   */
  Set<ObjectName> functions(boolean temporary, String noun, SqlNode at) {
    Set<ObjectName> functions = new LinkedHashSet<>();
    for (QueryConverter.FunctionUse use : converter.functionsUsed()) {
      CatalogFunction function = use.function();
      if (!temporary && converter.scope().isTemporary(function)) {
        throw new LeatException(
            SqlState.INVALID_TABLE_DEFINITION,
            "a permanent " + noun + " cannot use the temporary function " + function.name().name(),
            Positions.of(at),
            "use CREATE TEMPORARY " + noun.toUpperCase(Locale.ROOT),
            null);
      }
      functions.add(function.name());
    }
    return functions;
  }
}
