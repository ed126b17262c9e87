package io.leat.runtime.types;

import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.json.JsonNumbers;
import io.leat.runtime.json.JsonStrings;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** The value in a VARIANT as a value of another type: JSON's null is NULL, a string its content. */
final class VariantCast {
  private static final ScalarType NUMBER =
      ScalarType.decimal(ScalarType.MAX_DECIMAL_PRECISION, ScalarType.MAX_LONG_DECIMAL_PRECISION);

  private VariantCast() {}

  static @Nullable Object cast(String json, DataType to, ZoneId zone) {
    if (to.kind() == TypeKind.VARIANT) {
      return json;
    }
    char first = json.charAt(0);
    if (first == 'n') {
      return null;
    }
    if (first == '"') {
      byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
      String text = new String(JsonStrings.plain(utf8, 1, utf8.length - 1), StandardCharsets.UTF_8);
      return ValueCast.cast(text, ScalarType.STRING, to, zone);
    }
    if (to.kind().isCharacter()) {
      return ValueText.limit(json, (ScalarType) to);
    }
    return switch (first) {
      case '{', '[' -> throw ValueText.invalid(json, to);
      case 't' -> cast(true, ScalarType.BOOLEAN, json, to, zone);
      case 'f' -> cast(false, ScalarType.BOOLEAN, json, to, zone);
      default -> {
        byte[] digits = json.getBytes(StandardCharsets.US_ASCII);
        BigDecimal number = JsonNumbers.value(digits, 0, digits.length);
        if (number == null) {
          throw new RowException(
              SqlState.NUMERIC_OUT_OF_RANGE, to.sqlName() + " out of range: " + json);
        }
        yield cast(number, NUMBER, json, to, zone);
      }
    };
  }

  private static @Nullable Object cast(
      Object value, ScalarType from, String json, DataType to, ZoneId zone) {
    if (!CastRules.explicit(from, to)) {
      throw ValueText.invalid(json, to);
    }
    return ValueCast.cast(value, from, to, zone);
  }
}
