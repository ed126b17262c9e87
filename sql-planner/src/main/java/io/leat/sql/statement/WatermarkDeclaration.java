package io.leat.sql.statement;

import io.leat.runtime.error.SqlState;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import io.leat.sql.catalog.CatalogTable.Column;
import io.leat.sql.catalog.CatalogTable.Watermark;
import io.leat.sql.parse.ast.WatermarkDefinition;
import io.leat.sql.validate.QueryConverter;
import org.apache.calcite.sql.SqlNode;

/** WATERMARK FOR of CREATE TABLE. */
final class WatermarkDeclaration {
  private final QueryConverter converter;
  private final FullText text;

  WatermarkDeclaration(QueryConverter converter, FullText text) {
    this.converter = converter;
    this.text = text;
  }

  /**
   * What is declared.
   *
   * @param column the one that it is of
   * @param schema all columns, which the expression may read
   * @param managed whether the engine keeps the table's rows
   */
  Watermark declare(
      WatermarkDefinition definition, Column column, RowSchema schema, boolean managed) {
    requireTime(column.type(), "watermark column '" + column.name() + "'", definition.column());
    Watermark declared = new Watermark(column.name(), text.of(definition.expression()));
    if (managed && declared.isOfSource()) {
      throw TableDeclaration.refused(
          "SOURCE_WATERMARK() of a managed table",
          "write WATERMARK FOR ts AS ts - INTERVAL '5' SECOND or the like",
          definition.expression());
    }
    DataType type =
        declared.isOfSource() ? column.type() : converter.typeOf(definition.expression(), schema);
    requireTime(type, "the watermark's expression", definition.expression());
    requireSame(column.type(), type, definition);
    return declared;
  }

  /** The value is a time on the column's own scale, which event time can count. */
  private static void requireSame(DataType column, DataType value, WatermarkDefinition at) {
    if (((ScalarType) column).precision() > 6) {
      throw TableDeclaration.refused(
          "a watermark of " + column.sqlName(),
          "declare the column with at most 6 digits, or a computed column CAST(… AS "
              + column.sqlName().replaceAll("\\(\\d\\)", "(6)")
              + ") with the watermark",
          at.column());
    }
    if (column.kind() != value.kind()) {
      throw TableDeclaration.error(
          SqlState.DATATYPE_MISMATCH,
          "the watermark's expression is "
              + value.sqlName()
              + " but its column is "
              + column.sqlName(),
          at.expression());
    }
  }

  private static void requireTime(DataType type, String what, SqlNode at) {
    boolean time = type.kind() == TypeKind.TIMESTAMP || type.kind() == TypeKind.TIMESTAMP_LTZ;
    if (!time) {
      throw TableDeclaration.error(
          SqlState.DATATYPE_MISMATCH,
          what + " must be TIMESTAMP or TIMESTAMP_LTZ, not " + type.sqlName(),
          at);
    }
  }
}
