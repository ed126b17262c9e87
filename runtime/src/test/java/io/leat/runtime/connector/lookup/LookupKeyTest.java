package io.leat.runtime.connector.lookup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/** Values that SQL takes for equal are equal as parts of keys. */
class LookupKeyTest {
  @Test
  void equalValuesAreEqualObjects() {
    assertEquals(LookupKey.of(new byte[] {1, 2}), LookupKey.of(new byte[] {1, 2}));
    assertEquals(LookupKey.of(new BigDecimal("1.50")), LookupKey.of(new BigDecimal("1.5000")));
    assertEquals(LookupKey.of(new BigDecimal("1E+2")), LookupKey.of(new BigDecimal("100.0")));
    assertEquals(new BigDecimal("100"), LookupKey.of(new BigDecimal("100.0")));
    assertEquals(LookupKey.of(0.0), LookupKey.of(-0.0));
    assertEquals(LookupKey.of(0.0f), LookupKey.of(-0.0f));
    assertEquals(LookupKey.of(Double.NaN), LookupKey.of(Double.NaN));
  }

  @Test
  void otherValuesAreNot() {
    assertNotEquals(LookupKey.of(new byte[] {1, 2}), LookupKey.of(new byte[] {1}));
    assertNotEquals(LookupKey.of(new BigDecimal("1.5")), LookupKey.of(new BigDecimal("15")));
    assertNotEquals(LookupKey.of(1.5), LookupKey.of(-1.5));
  }
}
