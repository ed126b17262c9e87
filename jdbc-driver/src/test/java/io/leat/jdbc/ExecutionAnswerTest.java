package io.leat.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import java.sql.Types;
import java.util.List;
import org.apache.calcite.avatica.proto.Common;
import org.apache.calcite.avatica.proto.Responses;
import org.junit.jupiter.api.Test;

class ExecutionAnswerTest {
  private static final Common.Frame FRAME =
      Common.Frame.newBuilder()
          .setDone(true)
          .addRows(
              Common.Row.newBuilder()
                  .addValue(
                      Common.ColumnValue.newBuilder()
                          .setScalarValue(
                              Common.TypedValue.newBuilder()
                                  .setType(Common.Rep.STRING)
                                  .setStringValue("text"))))
          .build();

  private static Common.Signature signature(String sql, String... labels) {
    Common.Signature.Builder signature = Common.Signature.newBuilder().setSql(sql);
    for (String label : labels) {
      signature.addColumns(
          Common.ColumnMetaData.newBuilder()
              .setLabel(label)
              .setType(
                  Common.AvaticaType.newBuilder()
                      .setId(Types.INTEGER)
                      .setName("INTEGER")
                      .setRep(Common.Rep.INTEGER)));
    }
    return signature.build();
  }

  private static Responses.ResultSetResponse.Builder rows(Common.Signature signature) {
    return Responses.ResultSetResponse.newBuilder()
        .setConnectionId("c")
        .setStatementId(1)
        .setSignature(signature)
        .setFirstFrame(FRAME)
        .setUpdateCount(-1);
  }

  private static ByteString answer(Responses.ResultSetResponse.Builder result) {
    return Responses.ExecuteResponse.newBuilder()
        .addResults(result)
        .setMetadata(Responses.RpcMetadata.newBuilder().setServerAddress("here"))
        .build()
        .toByteString();
  }

  private static ResultColumns columns(ExecutionAnswer answer) {
    ResultColumns columns = answer.columns();
    assertNotNull(columns);
    return columns;
  }

  @Test
  void rowsAndColumnsAreRead() throws Exception {
    ExecutionAnswer answer =
        ExecutionAnswer.read(answer(rows(signature("s", "a", "b"))), new RecentColumns());
    assertTrue(answer.hasResult());
    assertEquals(FRAME, answer.firstFrame());
    assertEquals(-1, answer.updateCount());
    assertEquals(List.of("a", "b"), columns(answer).labels());
    assertEquals("s", columns(answer).signature().sql);
    assertEquals(2, columns(answer).signature().columns.size());
    assertEquals("b", columns(answer).metaData().getColumnLabel(2));
    assertEquals(ColumnType.Kind.INTEGER, columns(answer).types().get(1).kind());
  }

  @Test
  void columnsAreKeptWhileTheyAreTheSame() throws Exception {
    RecentColumns recent = new RecentColumns();
    ResultColumns first =
        columns(ExecutionAnswer.read(answer(rows(signature("s", "a", "b"))), recent));
    ExecutionAnswer again = ExecutionAnswer.read(answer(rows(signature("s", "a", "b"))), recent);
    assertSame(first, again.columns());
    assertEquals(FRAME, again.firstFrame());
    for (Common.Signature other :
        List.of(
            signature("s", "a", "c"),
            signature("s", "a"),
            signature("s", "a", "b", "c"),
            signature("t", "a", "b"),
            signature("s", "b", "a"))) {
      ResultColumns read = columns(ExecutionAnswer.read(answer(rows(other)), recent));
      assertNotSame(first, read);
      assertEquals(
          other.getColumnsList().stream().map(Common.ColumnMetaData::getLabel).toList(),
          read.labels());
      assertEquals(other.getSql(), read.signature().sql);
    }
  }

  @Test
  void severalTextsInTurnKeepTheirColumns() throws Exception {
    RecentColumns recent = new RecentColumns();
    ResultColumns first = recent.of(signature("s", "a").toByteString());
    ResultColumns second = recent.of(signature("t", "a").toByteString());
    assertNotSame(first, second);
    assertEquals("t", second.signature().sql);
    for (int i = 0; i < 10; i++) {
      assertSame(first, recent.of(signature("s", "a").toByteString()));
      assertSame(second, recent.of(signature("t", "a").toByteString()));
    }
    for (int i = 0; i < 100; i++) {
      assertEquals("q" + i, recent.of(signature("q" + i, "a").toByteString()).signature().sql);
    }
    assertEquals("s", recent.of(signature("s", "a").toByteString()).signature().sql);
  }

  @Test
  void fieldsMayComeInAnyOrderAndBeNew() throws Exception {
    UnknownFieldSet more =
        UnknownFieldSet.newBuilder()
            .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(5).build())
            .addField(
                Responses.ResultSetResponse.SIGNATURE_FIELD_NUMBER,
                UnknownFieldSet.Field.newBuilder()
                    .addLengthDelimited(signature("s", "z").toByteString())
                    .build())
            .build();
    ExecutionAnswer answer =
        ExecutionAnswer.read(
            answer(rows(signature("s", "a")).clearSignature().setUnknownFields(more)),
            new RecentColumns());
    assertEquals(List.of("z"), columns(answer).labels());
    assertEquals(FRAME, answer.firstFrame());
  }

  @Test
  void countsHaveNoColumns() throws Exception {
    RecentColumns before = new RecentColumns();
    ExecutionAnswer.read(answer(rows(signature("s", "a"))), before);
    ExecutionAnswer answer =
        ExecutionAnswer.read(
            answer(Responses.ResultSetResponse.newBuilder().setUpdateCount(3)), before);
    assertTrue(answer.hasResult());
    assertNull(answer.columns());
    assertEquals(3, answer.updateCount());
  }

  @Test
  void aStatementThatIsNotKnownHasNoResult() throws Exception {
    ByteString missing =
        Responses.ExecuteResponse.newBuilder().setMissingStatement(true).build().toByteString();
    assertFalse(ExecutionAnswer.read(missing, new RecentColumns()).hasResult());
  }

  @Test
  void whatIsCutOffIsAnError() {
    ByteString whole = answer(rows(signature("s", "a")));
    for (int length = 1; length < 40; length++) {
      ByteString cut = whole.substring(0, length);
      assertThrows(
          InvalidProtocolBufferException.class,
          () -> ExecutionAnswer.read(cut, new RecentColumns()),
          cut::toString);
    }
  }
}
