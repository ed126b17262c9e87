package io.leat.server.avatica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.util.List;
import org.apache.calcite.avatica.proto.Common;
import org.apache.calcite.avatica.proto.Responses;
import org.junit.jupiter.api.Test;

/** What a statement's result is said to be, execution after execution. */
class ResultSignatureTest {
  private static final String SQL = "SELECT * FROM t";

  private static RowSchema schema(DataType ofSecond) {
    return RowSchema.of(
        new RowSchema.Field("op", ScalarType.STRING),
        new RowSchema.Field("epoch", ofSecond),
        new RowSchema.Field("a", ScalarType.INTEGER));
  }

  /** As a client reads it. */
  private static Common.Signature read(ResultSignature signature) throws Exception {
    Responses.ResultSetResponse.Builder answer =
        Responses.ResultSetResponse.newBuilder().setStatementId(7).setUpdateCount(-1);
    signature.putInto(answer);
    Responses.ResultSetResponse read =
        Responses.ResultSetResponse.parseFrom(answer.build().toByteArray());
    assertEquals(7, read.getStatementId());
    assertEquals(-1, read.getUpdateCount());
    return read.getSignature();
  }

  private static ResultSignature again(
      ResultSignature before,
      String sql,
      RowSchema schema,
      List<DataType> parameters,
      int changeColumns)
      throws Exception {
    ResultSignature now = before.orOf(sql, schema, parameters, changeColumns);
    assertEquals(WireColumns.signature(sql, schema, parameters, changeColumns), read(now));
    return now;
  }

  @Test
  void itIsMadeAnewIfAnythingDiffers() throws Exception {
    RowSchema schema = schema(ScalarType.BIGINT);
    ResultSignature first = ResultSignature.of(SQL, schema, List.of(), 0);
    assertEquals(WireColumns.signature(SQL, schema, List.of(), 0), read(first));
    ResultSignature second = again(first, SQL, schema(ScalarType.BIGINT), List.of(), 0);
    assertSame(second, again(second, SQL, schema(ScalarType.BIGINT), List.of(), 0));

    ResultSignature changes = again(second, SQL, schema, List.of(), 2);
    assertEquals("leat", read(changes).getColumns(1).getSchemaName());
    assertEquals("", read(changes).getColumns(2).getSchemaName());
    ResultSignature rows = again(changes, SQL, schema, List.of(), 0);
    assertEquals("", read(rows).getColumns(1).getSchemaName());

    ResultSignature text = again(rows, SQL + " WHERE a = 1", schema, List.of(), 0);
    assertNotSame(rows, text);
    ResultSignature typed = again(text, SQL, schema(ScalarType.INTEGER), List.of(), 0);
    ResultSignature required =
        again(typed, SQL, schema(ScalarType.INTEGER.withNullable(false)), List.of(), 0);
    ResultSignature number =
        again(required, SQL, schema(ScalarType.INTEGER), List.of(ScalarType.BIGINT), 0);
    ResultSignature string =
        again(number, SQL, schema(ScalarType.INTEGER), List.of(ScalarType.STRING), 0);
    assertEquals(1, read(string).getParametersCount());
    again(string, "SELECT", RowSchema.of(), List.of(), 0);
  }
}
