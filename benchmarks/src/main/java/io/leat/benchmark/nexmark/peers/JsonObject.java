package io.leat.benchmark.nexmark.peers;

import java.math.BigDecimal;
import java.math.MathContext;

/** The text of a JSON object, on one line. */
final class JsonObject {
  private final StringBuilder text = new StringBuilder("{");

  JsonObject text(String key, String value) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        escaped.append('\\').append(c);
      } else if (c < ' ') {
        escaped.append(' ');
      } else {
        escaped.append(c);
      }
    }
    return raw(key, "\"" + escaped + "\"");
  }

  JsonObject number(String key, double value) {
    return raw(
        key,
        Double.isFinite(value)
            ? new BigDecimal(value).round(new MathContext(6)).stripTrailingZeros().toPlainString()
            : "null");
  }

  private JsonObject raw(String key, String value) {
    text.append(text.length() > 1 ? ", " : "").append('"').append(key).append("\": ").append(value);
    return this;
  }

  @Override
  public String toString() {
    return text + "}";
  }
}
