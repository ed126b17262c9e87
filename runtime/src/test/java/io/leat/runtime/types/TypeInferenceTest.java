package io.leat.runtime.types;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TypeInferenceTest {

  @Test
  void integersGiveTheWiderOne() {
    assertEquals("SMALLINT", arithmetic("+", ScalarType.TINYINT, ScalarType.SMALLINT));
    assertEquals("BIGINT", arithmetic("/", ScalarType.BIGINT, ScalarType.INTEGER));
  }

  @Test
  void decimalsDerivePrecisionAndScale() {
    ScalarType money = ScalarType.decimal(10, 2);
    assertEquals("DECIMAL(11, 2)", arithmetic("+", money, ScalarType.decimal(5, 1)));
    assertEquals("DECIMAL(13, 2)", arithmetic("-", money, ScalarType.INTEGER));
    assertEquals("DECIMAL(16, 3)", arithmetic("*", money, ScalarType.decimal(5, 1)));
    assertEquals("DECIMAL(17, 8)", arithmetic("/", money, ScalarType.decimal(5, 1)));
    assertEquals("DECIMAL(6, 2)", arithmetic("%", money, ScalarType.decimal(5, 1)));
  }

  @Test
  void scaleIsGivenUpBeforeIntegerDigits() {
    ScalarType wide = ScalarType.decimal(38, 10);
    assertEquals("DECIMAL(38, 9)", arithmetic("+", wide, wide));
    assertEquals("DECIMAL(38, 6)", arithmetic("*", wide, wide));
  }

  @Test
  void floatingPointWins() {
    assertEquals("FLOAT", arithmetic("*", ScalarType.FLOAT, ScalarType.BIGINT));
    assertEquals("DOUBLE", arithmetic("*", ScalarType.FLOAT, ScalarType.decimal(3, 1)));
    assertEquals("DOUBLE", arithmetic("*", ScalarType.FLOAT, ScalarType.DOUBLE));
  }

  @Test
  void timesAndIntervals() {
    ScalarType days = ScalarType.intervalDayTime(3);
    assertEquals("INT", arithmetic("-", ScalarType.DATE, ScalarType.DATE));
    assertEquals(
        "INTERVAL DAY TO SECOND(3)",
        arithmetic("-", ScalarType.timestamp(3), ScalarType.timestampLtz(0)));
    assertEquals("TIMESTAMP_LTZ(3)", arithmetic("+", days, ScalarType.timestampLtz(3)));
    assertEquals("null", arithmetic("+", ScalarType.DATE, ScalarType.DATE));
    assertEquals("null", arithmetic("+", ScalarType.STRING, ScalarType.INTEGER));
  }

  @Test
  void nullableIfAnArgumentIs() {
    DataType notNull = ScalarType.INTEGER.withNullable(false);
    assertEquals(notNull, TypeInference.arithmetic("+", notNull, notNull));
    assertEquals(ScalarType.INTEGER, TypeInference.arithmetic("+", notNull, ScalarType.INTEGER));
    assertEquals(ScalarType.INTEGER, TypeInference.common(List.of(notNull, ScalarType.NULL)));
  }

  @Test
  void commonTypes() {
    assertEquals("VARCHAR(5)", common(ScalarType.character(3), ScalarType.character(5)));
    assertEquals("DECIMAL(22, 3)", common(ScalarType.BIGINT, ScalarType.decimal(5, 3)));
    assertEquals("TIMESTAMP(3)", common(ScalarType.DATE, ScalarType.timestamp(3)));
    assertEquals("null", common(ScalarType.STRING, ScalarType.INTEGER));
    assertEquals(
        "ARRAY<BIGINT>",
        common(new ArrayType(ScalarType.INTEGER, true), new ArrayType(ScalarType.BIGINT, true)));
  }

  private static String arithmetic(String op, DataType a, DataType b) {
    return String.valueOf(TypeInference.arithmetic(op, a, b));
  }

  private static String common(DataType... types) {
    return String.valueOf(TypeInference.common(Arrays.asList(types)));
  }
}
