package io.leat.sql.statement;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.relation.RowLayout;
import io.leat.runtime.types.CastRules;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import io.leat.sql.catalog.CatalogTable;
import io.leat.sql.parse.ast.PhysicalColumn;
import io.leat.sql.parse.ast.TableConstraint;
import io.leat.sql.validate.Positions;
import io.leat.sql.validate.QueryConverter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/** What a managed table demands of its rows, and gives them: UNIQUE, CHECK and DEFAULT. */
final class RowConstraints {
  /** Names that no column has, so that a DEFAULT sees none. */
  private static final RowSchema NO_COLUMNS =
      RowSchema.of(new RowSchema.Field("", ScalarType.INTEGER));

  private final QueryConverter converter;
  private final FullText text;
  private final String table;
  private final List<CatalogTable.Unique> unique = new ArrayList<>();
  private final List<CatalogTable.Check> checks = new ArrayList<>();

  /**
   * The constraints of one table.
   *
   * @param table its name, which those of constraints are made of
   */
  RowConstraints(QueryConverter converter, FullText text, String table) {
    this.converter = converter;
    this.text = text;
    this.table = table;
  }

  List<CatalogTable.Unique> unique() {
    return unique;
  }

  List<CatalogTable.Check> checks() {
    return checks;
  }

  void inherit(CatalogTable source) {
    unique.addAll(source.unique());
    checks.addAll(source.checks());
  }

  /** Only a managed table keeps them. */
  static LeatException ofConnector(TableConstraint constraint) {
    return refused(
        "the constraint " + constraint.kind().name() + " of a connector table",
        "leave it out, or leave WITH out to make a managed table",
        constraint);
  }

  /** Rows are kept in the order of a key's columns, which must have one. */
  static void requireKeyType(String of, RowSchema.Field column, SqlNode at) {
    if (!RowLayout.mayBeKey(column.type())) {
      throw refused(
          of + " of column '" + column.name() + "' of type " + column.type().sqlName(),
          "use columns of numbers, text, bytes or times",
          at);
    }
  }

  void addUnique(TableConstraint constraint, List<String> columns) {
    requireEnforced(constraint);
    String name =
        constraint.name() == null
            ? table + "_" + String.join("_", columns) + "_key"
            : constraint.name().getSimple();
    requireFree(name, constraint);
    unique.add(new CatalogTable.Unique(name, columns));
  }

  /**
   * Adds a CHECK.
   *
   * @param columns the physical columns of the table
   */
  void addCheck(TableConstraint constraint, RowSchema columns) {
    requireEnforced(constraint);
    SqlNode condition = Objects.requireNonNull(constraint.condition(), "condition");
    DataType type = converter.typeOf(condition, columns);
    if (type.kind() != TypeKind.BOOLEAN) {
      throw error(
          SqlState.DATATYPE_MISMATCH,
          "CHECK takes a condition, not " + type.sqlName(),
          null,
          condition);
    }
    Optional<String> name = Optional.ofNullable(constraint.name()).map(id -> id.getSimple());
    name.ifPresent(given -> requireFree(given, constraint));
    checks.add(new CatalogTable.Check(name, text.of(condition)));
  }

  private void requireFree(String name, TableConstraint constraint) {
    boolean taken =
        unique.stream().anyMatch(other -> other.name().equalsIgnoreCase(name))
            || checks.stream()
                .anyMatch(other -> other.name().filter(name::equalsIgnoreCase).isPresent());
    if (taken) {
      throw error(
          SqlState.DUPLICATE_OBJECT,
          "constraint '" + name + "' is declared twice",
          "give it another name with CONSTRAINT name",
          constraint);
    }
  }

  private static void requireEnforced(TableConstraint constraint) {
    if (!constraint.enforced()) {
      throw refused(
          constraint.kind().name().toUpperCase(Locale.ROOT) + " NOT ENFORCED",
          "leave NOT ENFORCED out: a managed table keeps its constraints",
          constraint);
    }
  }

  /** The text of a column's DEFAULT, whose value must fit the column. */
  Optional<String> defaultOf(PhysicalColumn column, DataType type) {
    SqlNode value = column.defaultValue();
    if (value == null) {
      return Optional.empty();
    }
    DataType given = converter.typeOf(value, NO_COLUMNS);
    if (given.kind() != TypeKind.NULL && !CastRules.storable(given, type)) {
      throw error(
          SqlState.DATATYPE_MISMATCH,
          "column '"
              + column.name().getSimple()
              + "' is "
              + type.sqlName()
              + " but its DEFAULT gives "
              + given.sqlName(),
          CastRules.explicit(given, type) ? "write CAST(… AS " + type.sqlName() + ")" : null,
          value);
    }
    return Optional.of(text.of(value));
  }

  private static LeatException refused(String what, String instead, SqlNode at) {
    return LeatException.notSupported(what, instead).at(Positions.of(at));
  }

  private static LeatException error(
      String state, String message, @Nullable String hint, SqlNode at) {
    return new LeatException(state, message, Positions.of(at), hint, null);
  }
}
