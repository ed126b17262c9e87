package io.leat.server.avatica;

import com.google.protobuf.UnknownFieldSet;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import java.util.List;
import org.apache.calcite.avatica.proto.Common;
import org.apache.calcite.avatica.proto.Responses;
import org.jspecify.annotations.Nullable;

/**
 * The signature that stands beside a result's first rows. A statement that is executed again mostly
 * gives the same columns, so it keeps this, which is made anew only {@linkplain #orOf where
 * something differs}, and is serialized once when it comes again. Immutable.
 */
final class ResultSignature {
  private final String sql;
  private final RowSchema schema;
  private final List<DataType> parameters;
  private final int changeColumns;
  private final Common.Signature signature;

  /** The signature as a field of {@link Responses.ResultSetResponse}, if it came again. */
  private final @Nullable UnknownFieldSet serialized;

  private ResultSignature(
      String sql,
      RowSchema schema,
      List<DataType> parameters,
      int changeColumns,
      Common.Signature signature,
      @Nullable UnknownFieldSet serialized) {
    this.sql = sql;
    this.schema = schema;
    this.parameters = parameters;
    this.changeColumns = changeColumns;
    this.signature = signature;
    this.serialized = serialized;
  }

  /** As {@link WireColumns#signature(String, RowSchema, List, int)} makes it. */
  static ResultSignature of(
      String sql, RowSchema schema, List<DataType> parameters, int changeColumns) {
    return new ResultSignature(
        sql,
        schema,
        parameters,
        changeColumns,
        WireColumns.signature(sql, schema, parameters, changeColumns),
        null);
  }

  /** The signature of another execution, which takes over what does not differ. */
  ResultSignature orOf(
      String newSql, RowSchema newSchema, List<DataType> newParameters, int newChangeColumns) {
    if (newChangeColumns != changeColumns
        || !newSchema.equals(schema)
        || !newParameters.equals(parameters)) {
      return of(newSql, newSchema, newParameters, newChangeColumns);
    }
    if (!newSql.equals(sql)) {
      return with(newSql, signature.toBuilder().setSql(newSql).build(), null);
    }
    return serialized == null ? with(sql, signature, serialize(signature)) : this;
  }

  private ResultSignature with(
      String newSql, Common.Signature newSignature, @Nullable UnknownFieldSet newSerialized) {
    return new ResultSignature(
        newSql, schema, parameters, changeColumns, newSignature, newSerialized);
  }

  private static UnknownFieldSet serialize(Common.Signature signature) {
    return UnknownFieldSet.newBuilder()
        .addField(
            Responses.ResultSetResponse.SIGNATURE_FIELD_NUMBER,
            UnknownFieldSet.Field.newBuilder().addLengthDelimited(signature.toByteString()).build())
        .build();
  }

  /** Puts it into an answer, which is written with it, though the getter may not see it there. */
  void putInto(Responses.ResultSetResponse.Builder answer) {
    if (serialized == null) {
      answer.setSignature(signature);
    } else {
      answer.setUnknownFields(serialized);
    }
  }
}
