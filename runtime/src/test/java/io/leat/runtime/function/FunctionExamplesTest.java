package io.leat.runtime.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.codegen.ConstantEvaluator;
import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.MapType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.RowType;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeInference;
import io.leat.runtime.types.ValueText;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FunctionExamplesTest {

  static List<ScalarFunction> functions() {
    return Functions.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("functions")
  void isDescribedAndFound(ScalarFunction function) {
    assertFalse(function.description().isEmpty(), function.name());
    assertFalse(function.example().isEmpty(), function.name());
    assertEquals(function, Functions.find(function.name().toLowerCase(java.util.Locale.ROOT)));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "UPPER('größe😀') | GRÖSSE😀",
        "CHAR_LENGTH('größe😀') | 6",
        "OCTET_LENGTH('größe😀') | 11",
        "SUBSTRING('größe😀', 3, 2) | öß",
        "SUBSTRING('leat', -3, 2) | ea",
        "SUBSTRING('leat', 2) | eat",
        "SUBSTRING('leat', 2, -1) | NULL",
        "RIGHT('größe😀', 2) | e😀",
        "BTRIM('xyleatyx', 'xy') | leat",
        "REPLACE('aXbXc', 'X', '--') | a--b--c",
        "CONCAT_WS('-', 'a', NULL, 'b') | a-b",
        "CONCAT('a', NULL) | NULL",
        "POSITION('ß', 'größe') | 4",
        "LOCATE('a', 'a leat', 2) | 5",
        "INSTR('leat', 'x') | 0",
        "LPAD('7', 5, 'ab') | abab7",
        "LPAD('leat', 2, 'x') | le",
        "RPAD('é', 3, '😀') | é😀😀",
        "REVERSE('aß😀') | 😀ßa",
        "INITCAP('HELLO wORLD') | Hello World",
        "OVERLAY('leat', 'XYZ', 2, 1) | lXYZat",
        "SPLIT_INDEX('a,b,c', ',', 2) | c",
        "SPLIT_INDEX('a,b,c', ',', 3) | NULL",
        "MD5('leat') | 6fb704a4a9f373d813d50ac3dc4ecc63",
        "ABS(-2.50) | 2.50",
        "CEIL(-1.5) | -1",
        "FLOOR(-1.5) | -2",
        "ROUND(2.5) | 3",
        "ROUND(1250, -2) | 1300",
        "TRUNCATE(-2.567, 1) | -2.5",
        "MOD(-7, 3) | -1",
        "SIGN(-2.5) | -1.0",
        "LOG2(8) | 3.0",
        "DATE_PART('QUARTER', DATE '2026-11-23') | 4",
        "DAYOFWEEK(DATE '2026-11-22') | 1",
        "WEEK(DATE '2027-01-01') | 53",
        "HOUR(TIME '10:20:30') | 10",
        "FLOOR(TIMESTAMP '2026-11-25 10:20:30', 'WEEK') | 2026-11-22 00:00:00.000000",
        "DATE_TRUNC('WEEK', DATE '2026-11-25') | 2026-11-23",
        "CEIL(DATE '2026-11-25', 'MONTH') | 2026-12-01",
        "FLOOR(TIME '10:20:30', 'HOUR') | 10:00:00",
        "DATE_FORMAT('2026-11-23 10:00:00', 'dd.MM.yyyy') | 23.11.2026",
        "TO_DATE('23/11/2026', 'dd/MM/yyyy') | 2026-11-23",
        "TO_DATE('nonsense') | NULL",
        "TO_TIMESTAMP('2026-11-23 10:00:00.1239') | 2026-11-23 10:00:00.123",
        "FROM_UNIXTIME(0) | 1970-01-01 00:00:00",
        "UNIX_TIMESTAMP('1970-01-02 00:00:00') | 86400",
        "TIMESTAMPADD('MONTH', 1, TIMESTAMP '2026-01-31 10:00:00') | 2026-02-28 10:00:00.000000",
        "TIMESTAMPDIFF('MONTH', DATE '2026-01-31', DATE '2026-03-30') | 1",
        "NULLIF(1, 1) | NULL",
        "GREATEST(1, NULL, 2) | NULL",
        "TYPEOF(1.5) | DECIMAL(2, 1) NOT NULL",
        "'a%c' LIKE 'a!%c' | FALSE",
        "LIKE('a%c', 'a!%c', '!') | TRUE",
        "'leat' LIKE '%ea%' | TRUE",
        "'leat' LIKE 'l_at' | TRUE",
        "'leat' SIMILAR TO '[a-l]+at' | TRUE",
      })
  void givesWhatTheDocumentationSays(String call, String expected) {
    Expression expression = new ExampleParser(call).parse();
    Expression.Literal result = ConstantEvaluator.evaluate(expression, ZoneOffset.UTC);
    assertEquals(expected, ValueText.of(result.value(), result.type(), ZoneOffset.UTC));
  }

  @Test
  void namesAreFoundWithoutRegardToCaseAndUnknownOnesAreNot() {
    assertNotNull(Functions.find("character_length"));
    assertEquals(null, Functions.find("no_such_function"));
  }

  /** Reads calls of functions with literal arguments, and operators between values or pairs. */
  private static final class ExampleParser {
    private final String text;
    private int at;

    ExampleParser(String text) {
      this.text = text;
    }

    Expression parse() {
      if (text.startsWith("(")) {
        return ofPairs();
      }
      Expression first = value();
      skipSpaces();
      if (at == text.length()) {
        return first;
      }
      int start = at;
      at = text.indexOf('\'', at);
      String operator = text.substring(start, at).trim();
      return call(operator, List.of(first, value()));
    }

    /** {@code (a, b) OPERATOR (c, d)}. */
    private Expression ofPairs() {
      List<Expression> arguments = new ArrayList<>(list('(', ')'));
      int start = at;
      at = text.indexOf('(', at);
      String operator = text.substring(start, at).trim();
      arguments.addAll(list('(', ')'));
      return call(operator, arguments);
    }

    private Expression value() {
      skipSpaces();
      char c = text.charAt(at);
      if (c == '\'') {
        int end = text.indexOf('\'', at + 1);
        String string = text.substring(at + 1, end);
        at = end + 1;
        return literal(string, ScalarType.character(Math.max(1, string.length())));
      }
      int start = at;
      if (c == '-' || Character.isDigit(c)) {
        do {
          at++;
        } while (at < text.length() && "0123456789.".indexOf(text.charAt(at)) >= 0);
        return number(text.substring(start, at));
      }
      while (at < text.length()
          && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
        at++;
      }
      String word = text.substring(start, at);
      return switch (word) {
        case "TRUE" -> literal(true, ScalarType.BOOLEAN);
        case "FALSE" -> literal(false, ScalarType.BOOLEAN);
        case "NULL" -> new Expression.Literal(null, ScalarType.NULL);
        case "DATE", "TIME", "TIMESTAMP" -> temporal(word);
        case "ARRAY" -> {
          List<Expression> elements = list('[', ']');
          yield new Expression.Call("ARRAY", elements, new ArrayType(common(elements), false));
        }
        case "MAP" -> {
          List<Expression> entries = list('[', ']');
          DataType key = entries.get(0).type();
          yield new Expression.Call("MAP", entries, new MapType(key, entries.get(1).type(), false));
        }
        case "ROW" -> {
          List<Expression> fields = list('(', ')');
          RowSchema schema =
              new RowSchema(fields.stream().map(f -> new RowSchema.Field("f", f.type())).toList());
          yield new Expression.Call("ROW", fields, new RowType(schema, false));
        }
        default -> call(word, list('(', ')'));
      };
    }

    private static DataType common(List<Expression> elements) {
      DataType type = TypeInference.common(elements.stream().map(Expression::type).toList());
      assertNotNull(type);
      return type;
    }

    private Expression temporal(String word) {
      ScalarType type =
          switch (word) {
            case "DATE" -> ScalarType.DATE;
            case "TIME" -> ScalarType.time(0);
            default -> ScalarType.timestamp(6);
          };
      String string = (String) ((Expression.Literal) value()).value();
      return literal(ValueText.parse(string, type, ZoneOffset.UTC), type);
    }

    private static Expression number(String digits) {
      if (!digits.contains(".")) {
        return literal(Integer.parseInt(digits), ScalarType.INTEGER);
      }
      BigDecimal value = new BigDecimal(digits);
      return literal(
          value, ScalarType.decimal(Math.max(value.precision(), value.scale()), value.scale()));
    }

    private List<Expression> list(char open, char close) {
      assertEquals(open, text.charAt(at), text);
      at++;
      List<Expression> values = new ArrayList<>();
      skipSpaces();
      while (text.charAt(at) != close) {
        values.add(value());
        skipSpaces();
        if (text.charAt(at) == ',') {
          at++;
        }
      }
      at++;
      return values;
    }

    private static Expression call(String name, List<Expression> arguments) {
      ScalarFunction function = Functions.find(name);
      assertNotNull(function, name);
      ScalarFunction.Resolution resolution =
          function.resolve(
              arguments.stream().map(Expression::type).toList(),
              arguments.stream()
                  .map(a -> a instanceof Expression.Literal literal ? literal.value() : null)
                  .toList());
      assertNotNull(resolution, name + arguments);
      List<Expression> cast = new ArrayList<>();
      for (int i = 0; i < arguments.size(); i++) {
        DataType type = resolution.parameters().get(i);
        Expression argument = arguments.get(i);
        cast.add(
            argument.type().equals(type) ? argument : new Expression.Cast(argument, type, false));
      }
      return new Expression.Call(function.name(), cast, resolution.result());
    }

    private static Expression literal(Object value, ScalarType type) {
      return new Expression.Literal(value, type.withNullable(false));
    }

    private void skipSpaces() {
      while (at < text.length() && text.charAt(at) == ' ') {
        at++;
      }
    }
  }
}
