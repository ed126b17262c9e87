package io.leat.runtime.connector.lookup;

import java.math.BigDecimal;
import java.nio.ByteBuffer;

/**
 * The values that rows are looked up by. They are boxed as {@link io.leat.runtime.types.DataType}
 * tells, but so that equal values of SQL are equal objects: BYTES are a {@link ByteBuffer}, a
 * DECIMAL has no zeros behind its last digit, and zero has no sign.
 */
public final class LookupKey {
  private LookupKey() {}

  /** A boxed value as part of a key. */
  public static Object of(Object value) {
    if (value instanceof byte[] bytes) {
      return ByteBuffer.wrap(bytes);
    }
    if (value instanceof BigDecimal decimal) {
      BigDecimal digits = decimal.stripTrailingZeros();
      return digits.scale() < 0 ? digits.setScale(0) : digits;
    }
    if (value instanceof Double number && number == 0) {
      return 0.0;
    }
    return value instanceof Float number && number == 0 ? (Object) 0.0f : value;
  }
}
