package io.leat.runtime.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.MapType;
import io.leat.runtime.types.MultisetType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.RowType;
import io.leat.runtime.types.ScalarType;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignatureTest {
  private static final DataType INT = ScalarType.INTEGER;
  private static final DataType INT_NOT_NULL = INT.withNullable(false);
  private static final DataType BIGINT_NOT_NULL = ScalarType.BIGINT.withNullable(false);
  private static final DataType STRING = ScalarType.STRING;

  @Test
  void aVariableIsTheCommonTypeOfAllItsPlaces() {
    Signature.Match match =
        match("F(ARRAY<T>, T) → ARRAY<T>", new ArrayType(INT_NOT_NULL, false), BIGINT_NOT_NULL);
    assertEquals(new ArrayType(BIGINT_NOT_NULL, false), match.parameters().get(0));
    assertEquals(BIGINT_NOT_NULL, match.parameters().get(1));
    assertEquals(new ArrayType(BIGINT_NOT_NULL, true), match.result());
  }

  @Test
  void aVariableIsNullableIfOneOfItsPlacesIs() {
    Signature.Match match =
        match("F(ARRAY<T>, T) → ARRAY<T>", new ArrayType(INT_NOT_NULL, false), INT);
    assertEquals(new ArrayType(INT, true), match.result());
    Signature.Match bareNull =
        match("F(ARRAY<T>, T) → ARRAY<T>", new ArrayType(INT_NOT_NULL, true), ScalarType.NULL);
    assertEquals(List.of(new ArrayType(INT, true), INT), bareNull.parameters());
  }

  @Test
  void resultsSayWhatIsNotNull() {
    DataType map = new MapType(STRING.withNullable(false), INT, true);
    assertEquals(
        "ARRAY<ROW<key STRING NOT NULL, value INT> NOT NULL>",
        match("F(MAP<K, V>) → ARRAY<ROW<key K, value V> NOT NULL>", map).result().toString());
    assertEquals(
        "MAP<STRING NOT NULL, ARRAY<INT>>",
        match("F(T) → MAP<STRING NOT NULL, ARRAY<T>>", INT).result().toString());
    assertEquals("ARRAY<INT>", match("F(T) → ARRAY<T NULL>", INT_NOT_NULL).result().toString());
  }

  @Test
  void rowsAreTakenFieldByFieldWhateverTheirNames() {
    DataType row =
        new RowType(
            RowSchema.of(new RowSchema.Field("a", INT), new RowSchema.Field("b", STRING)), false);
    Signature.Match match = match("F(ARRAY<ROW<key K, value V>>) → MAP<K, V>", array(row));
    assertEquals("MAP<INT, STRING>", match.result().toString());
    assertEquals(array(row), match.parameters().get(0));
    assertNull(matching("F(ARRAY<ROW<key K>>) → K", array(row)));
  }

  @Test
  void fixedTypesInsideOthersConvertAsTheyDoAlone() {
    assertEquals(array(STRING), match("F(ARRAY<STRING>) → INT", array(STRING)).parameters().get(0));
    DataType shortText = array(ScalarType.varchar(3));
    assertEquals(shortText, match("F(ARRAY<STRING>) → INT", shortText).parameters().get(0));
    assertEquals(
        array(ScalarType.BIGINT), match("F(ARRAY<BIGINT>) → INT", array(INT)).parameters().get(0));
    assertNull(matching("F(ARRAY<INT>) → INT", array(ScalarType.BIGINT)));
    assertNull(matching("F(ARRAY<INT>) → INT", INT));
    assertEquals(2, match("F(MAP<STRING, DOUBLE>) → INT", new MapType(STRING, INT, true)).casts());
  }

  @Test
  void variablesWithoutACommonTypeDoNotMatch() {
    assertNull(matching("F(ARRAY<T>, T) → T", array(INT), STRING));
    assertNotNull(matching("F(ARRAY<T>, U) → T", array(INT), STRING));
    assertNull(matching("F(MULTISET<T>) → T", array(INT)));
    assertEquals(INT, match("F(MULTISET<T>) → T", new MultisetType(INT, true)).result());
  }

  @Test
  void aBareNullIsOfTheTypeThatTheOthersGive() {
    Signature.Match match = match("F(ARRAY<T>, ARRAY<T>) → T", ScalarType.NULL, array(INT));
    assertEquals(List.of(array(INT), array(INT)), match.parameters());
  }

  @Test
  void countsArguments() {
    DataType text = STRING;
    assertNull(matching("F(STRING, INT[, INT]) → INT", text));
    assertNotNull(matching("F(STRING, INT[, INT]) → INT", text, INT));
    assertNull(matching("F(STRING, INT[, INT]) → INT", text, INT, INT, INT));
    assertNotNull(matching("F(ARRAY<T>, ARRAY<T>...) → INT", array(INT), array(INT), array(INT)));
    assertNull(matching("F(ARRAY<T>...) → INT"));
  }

  @Test
  void aTextThatIsNoTypeIsABug() {
    assertThrows(IllegalStateException.class, () -> Signature.parse("F(ARRAY<T) → INT"));
    assertThrows(IllegalStateException.class, () -> Signature.parse("F(INTT) → INT"));
  }

  private static DataType array(DataType element) {
    return new ArrayType(element, true);
  }

  private static Signature.Match match(String signature, DataType... arguments) {
    Signature.Match match = matching(signature, arguments);
    assertNotNull(match);
    return match;
  }

  private static Signature.Match matching(String signature, DataType... arguments) {
    return Signature.parse(signature).match(List.of(arguments));
  }
}
