package io.leat.runtime.function;

import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads patterns: {@code INT}, {@code DECIMAL(10, 2)}, {@code T}, {@code NUMERIC}, {@code ARRAY},
 * {@code ARRAY<T>}, {@code MAP<K, V NOT NULL>}, {@code ARRAY<ROW<key K, value V> NOT NULL>}. A
 * variable is an upper-case letter, perhaps with a digit.
 */
final class TypePatternText {
  private final String text;
  private int at;

  private TypePatternText(String text) {
    this.text = text;
  }

  static TypePattern parse(String text) {
    TypePatternText reader = new TypePatternText(text);
    TypePattern pattern = reader.pattern();
    if (reader.at != text.length()) {
      throw new IllegalStateException("'" + text + "' is no type");
    }
    return pattern;
  }

  private TypePattern pattern() {
    String word = word();
    TypePattern pattern =
        switch (word) {
          case "ARRAY", "MULTISET" -> {
            if (!takes("<")) {
              yield TypePattern.Family.valueOf(word);
            }
            TypePattern element = pattern();
            expect(">");
            yield new TypePattern.Elements(TypeKind.valueOf(word), element);
          }
          case "MAP" -> takes("<") ? map() : TypePattern.Family.MAP;
          case "ROW" -> takes("<") ? row() : TypePattern.Family.ROW;
          case "TEMPORAL", "TEXT", "PRINTED" -> TypePattern.Family.valueOf(word);
          case "NUMERIC", "INTEGRAL" -> new TypePattern.Variable(word);
          default ->
              word.matches("[A-Z][0-9]?")
                  ? new TypePattern.Variable(word)
                  : new TypePattern.Fixed(scalar(word));
        };
    if (takes(" NOT NULL")) {
      return new TypePattern.WithNullability(pattern, false);
    }
    return takes(" NULL") ? new TypePattern.WithNullability(pattern, true) : pattern;
  }

  private TypePattern map() {
    TypePattern key = pattern();
    expect(", ");
    TypePattern value = pattern();
    expect(">");
    return new TypePattern.Entries(key, value);
  }

  private TypePattern row() {
    List<String> names = new ArrayList<>();
    List<TypePattern> types = new ArrayList<>();
    do {
      names.add(word());
      expect(" ");
      types.add(pattern());
    } while (takes(", "));
    expect(">");
    return new TypePattern.Fields(names, types);
  }

  private ScalarType scalar(String name) {
    List<Integer> numbers = new ArrayList<>();
    if (takes("(")) {
      do {
        numbers.add(Integer.parseInt(word()));
      } while (takes(", "));
      expect(")");
    }
    boolean plain = numbers.isEmpty();
    int precision = plain ? 6 : numbers.get(0);
    return switch (name.toUpperCase(Locale.ROOT)) {
      case "BOOLEAN" -> ScalarType.BOOLEAN;
      case "TINYINT" -> ScalarType.TINYINT;
      case "SMALLINT" -> ScalarType.SMALLINT;
      case "INT" -> ScalarType.INTEGER;
      case "BIGINT" -> ScalarType.BIGINT;
      case "FLOAT" -> ScalarType.FLOAT;
      case "DOUBLE" -> ScalarType.DOUBLE;
      case "DECIMAL" -> ScalarType.decimal(numbers.get(0), numbers.get(1));
      case "STRING" -> ScalarType.STRING;
      case "BYTES" -> ScalarType.BYTES;
      case "DATE" -> ScalarType.DATE;
      case "VARIANT" -> ScalarType.VARIANT;
      case "TIME" -> ScalarType.time(plain ? 0 : precision);
      case "TIMESTAMP" -> ScalarType.timestamp(precision);
      case "TIMESTAMP_LTZ" -> ScalarType.timestampLtz(precision);
      case "INTERVAL" -> interval();
      default -> throw new IllegalStateException("'" + text + "' is no type");
    };
  }

  private ScalarType interval() {
    if (takes(" YEAR TO MONTH")) {
      return ScalarType.intervalYearMonth();
    }
    expect(" DAY TO SECOND");
    return ScalarType.intervalDayTime(6);
  }

  private String word() {
    int start = at;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
      at++;
    }
    if (start == at) {
      throw new IllegalStateException("'" + text + "' is no type");
    }
    return text.substring(start, at);
  }

  private boolean takes(String token) {
    boolean found = text.startsWith(token, at);
    at += found ? token.length() : 0;
    return found;
  }

  private void expect(String token) {
    if (!takes(token)) {
      throw new IllegalStateException("'" + text + "' lacks '" + token + "'");
    }
  }
}
