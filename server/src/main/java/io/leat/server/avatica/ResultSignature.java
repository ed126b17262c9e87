package io.leat.server.avatica;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import java.util.List;
import org.apache.calcite.avatica.proto.Common;
import org.apache.calcite.avatica.proto.Responses;

/**
 * The signature that stands beside a result's first rows, serialized. A statement that is executed
 * again mostly gives the same columns, so it keeps this, of which no more is made anew than {@link
 * #orOf differs}: nothing, the text, or all. Immutable.
 */
final class ResultSignature {
  private final String sql;
  private final RowSchema schema;
  private final List<DataType> parameters;
  private final int changeColumns;

  /** All of it but the text. */
  private final ByteString columns;

  /** As a field of {@link Responses.ResultSetResponse}. */
  private final UnknownFieldSet field;

  private ResultSignature(
      String sql,
      RowSchema schema,
      List<DataType> parameters,
      int changeColumns,
      ByteString columns) {
    this.sql = sql;
    this.schema = schema;
    this.parameters = parameters;
    this.changeColumns = changeColumns;
    this.columns = columns;
    this.field = field(columns.concat(text(sql)));
  }

  /** As {@link WireColumns#signature(String, RowSchema, List, int)} makes it. */
  static ResultSignature of(
      String sql, RowSchema schema, List<DataType> parameters, int changeColumns) {
    Common.Signature columns = WireColumns.signature("", schema, parameters, changeColumns);
    return new ResultSignature(sql, schema, parameters, changeColumns, columns.toByteString());
  }

  /** The signature of another execution, which takes over what does not differ. */
  ResultSignature orOf(
      String newSql, RowSchema newSchema, List<DataType> newParameters, int newChangeColumns) {
    if (newChangeColumns != changeColumns
        || !newSchema.equals(schema)
        || !newParameters.equals(parameters)) {
      return of(newSql, newSchema, newParameters, newChangeColumns);
    }
    return newSql.equals(sql)
        ? this
        : new ResultSignature(newSql, schema, parameters, changeColumns, columns);
  }

  /** Fields that are serialized apart are one message when they stand one behind the other. */
  private static ByteString text(String sql) {
    return Common.Signature.newBuilder().setSql(sql).build().toByteString();
  }

  private static UnknownFieldSet field(ByteString signature) {
    return UnknownFieldSet.newBuilder()
        .addField(
            Responses.ResultSetResponse.SIGNATURE_FIELD_NUMBER,
            UnknownFieldSet.Field.newBuilder().addLengthDelimited(signature).build())
        .build();
  }

  /** Puts it into an answer, which is written with it, though the getter does not see it there. */
  void putInto(Responses.ResultSetResponse.Builder answer) {
    answer.setUnknownFields(field);
  }
}
