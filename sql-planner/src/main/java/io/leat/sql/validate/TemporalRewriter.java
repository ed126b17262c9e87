package io.leat.sql.validate;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.RowException;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.ValueText;
import io.leat.sql.parse.ast.IntervalTypeSpec;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlUnknownLiteral;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Constants and operators of dates, times and intervals as what the validator knows. */
final class TemporalRewriter {
  /** Digits past the millisecond at the end of an interval. */
  private static final Pattern LONG_FRACTION = Pattern.compile("\\.[0-9]{3}([0-9]{1,6})$");

  private static final Pattern FRACTION = Pattern.compile("\\.([0-9]{1,9})$");
  private static final int MICRO_DIGITS = 3;

  private TemporalRewriter() {}

  /** The literal in a form that Calcite reads whole. */
  static SqlNode literal(SqlLiteral literal) {
    if (literal instanceof SqlUnknownLiteral unknown) {
      return pointInTime(unknown);
    }
    return literal.getValue() instanceof SqlIntervalLiteral.IntervalValue interval
            && !interval.getIntervalQualifier().isYearMonth()
        ? interval(literal, interval)
        : literal;
  }

  /** {@code TIMESTAMP '2026-1-1T10:00'} in full; what is none stays for the validator to refuse. */
  private static SqlNode pointInTime(SqlUnknownLiteral literal) {
    String text = literal.getValue();
    Matcher fraction = FRACTION.matcher(text);
    int digits = fraction.find() ? fraction.group(1).length() : 0;
    ScalarType type =
        switch (literal.tag) {
          case "DATE" -> ScalarType.DATE;
          case "TIME" -> ScalarType.time(digits);
          case "TIMESTAMP" -> ScalarType.timestamp(digits);
          default -> ScalarType.NULL;
        };
    if (type.equals(ScalarType.NULL)) {
      return literal;
    }
    try {
      Object value = ValueText.parse(text, type, ZoneOffset.UTC);
      String full = ValueText.of(value, type, ZoneOffset.UTC);
      return SqlLiteral.createUnknown(literal.tag, full, literal.getParserPosition());
    } catch (RowException e) {
      return literal;
    }
  }

  /** Calcite keeps milliseconds of an interval; one with more digits is read from its text. */
  private static SqlNode interval(SqlLiteral literal, SqlIntervalLiteral.IntervalValue interval) {
    Matcher fraction = LONG_FRACTION.matcher(interval.getIntervalLiteral());
    if (!fraction.find()) {
      return literal;
    }
    SqlParserPos pos = literal.getParserPosition();
    String rest = fraction.group(1);
    if (rest.length() > MICRO_DIGITS && !rest.substring(MICRO_DIGITS).matches("0*")) {
      throw LeatException.notSupported(
              "an interval of nanoseconds", "write at most six digits after the point")
          .at(Positions.of(literal));
    }
    String digits = (rest + "000").substring(0, MICRO_DIGITS);
    long millis = Math.abs(literal.getValueAs(BigDecimal.class).longValueExact());
    boolean negative = interval.getSign() < 0 ^ interval.getIntervalLiteral().startsWith("-");
    String text =
        String.format(
            Locale.ROOT,
            "%s%d %02d:%02d:%02d.%03d%s",
            negative ? "-" : "",
            millis / 86_400_000,
            millis / 3_600_000 % 24,
            millis / 60_000 % 60,
            millis / 1000 % 60,
            millis % 1000,
            digits);
    SqlIntervalQualifier days =
        new SqlIntervalQualifier(
            TimeUnit.DAY, RelDataType.PRECISION_NOT_SPECIFIED, TimeUnit.SECOND, 6, pos);
    return CastOperator.CAST.createCall(
        pos,
        SqlLiteral.createCharString(text, pos),
        new SqlDataTypeSpec(new IntervalTypeSpec(days, pos), pos));
  }

  /** Makes the dates in a column of VALUES that holds timestamps too timestamps themselves. */
  static void unify(SqlCall values) {
    int columns = 0;
    for (SqlNode row : values.getOperandList()) {
      columns = Math.max(columns, row instanceof SqlCall call ? call.operandCount() : 0);
    }
    for (int column = 0; column < columns; column++) {
      List<SqlCall> dates = new ArrayList<>();
      int digits = -1;
      for (SqlNode row : values.getOperandList()) {
        if (row instanceof SqlCall call
            && column < call.operandCount()
            && call.operand(column) instanceof SqlUnknownLiteral literal) {
          if (literal.tag.equals("DATE")) {
            dates.add(call);
          } else if (literal.tag.equals("TIMESTAMP")) {
            Matcher fraction = FRACTION.matcher(literal.getValue());
            digits = Math.max(digits, fraction.find() ? fraction.group(1).length() : 0);
          }
        }
      }
      if (digits >= 0) {
        String midnight = " 00:00:00" + (digits == 0 ? "" : "." + "0".repeat(digits));
        for (SqlCall row : dates) {
          SqlUnknownLiteral date = row.operand(column);
          row.setOperand(
              column,
              SqlLiteral.createUnknown(
                  "TIMESTAMP", date.getValue() + midnight, date.getParserPosition()));
        }
      }
    }
  }

  /** {@code (a, b) OVERLAPS (c, d)} as a function of four arguments. */
  static SqlNode overlaps(SqlCall call, ExpressionRewriter expressions) {
    List<SqlNode> ends = new ArrayList<>();
    for (SqlNode period : call.getOperandList()) {
      if (!(period instanceof SqlCall row) || row.operandCount() != 2) {
        throw LeatException.notSupported(
                "OVERLAPS of anything but two pairs",
                "write (begin, end) OVERLAPS (begin, end), with a length for an end if you like")
            .at(Positions.of(call));
      }
      row.getOperandList().forEach(end -> ends.add(expressions.rewrite(end)));
    }
    RegistryFunction function = OperatorTable.INSTANCE.function("OVERLAPS");
    if (function == null) {
      throw new IllegalStateException("no OVERLAPS");
    }
    return new SqlBasicCall(function, ends, call.getParserPosition());
  }

  /** The operands; of {@code DATEDIFF(MONTH, begin, end)} the unit, which is no column, as text. */
  static List<SqlNode> withUnit(String function, SqlCall call) {
    if (!function.equalsIgnoreCase("DATEDIFF")
        || call.operandCount() != 3
        || !(call.operand(0) instanceof SqlIdentifier unit)
        || !unit.isSimple()
        || io.leat.runtime.function.TimeUnit.find(unit.getSimple()) == null) {
      return call.getOperandList();
    }
    List<SqlNode> operands = new ArrayList<>(call.getOperandList());
    operands.set(0, SqlLiteral.createCharString(unit.getSimple(), unit.getParserPosition()));
    return operands;
  }

  /** SOURCE_WATERMARK, which has no value in a row: where it is the watermark, it is not called. */
  static void refuse(String name, SqlNode at) {
    if (name.equals("SOURCE_WATERMARK")) {
      throw LeatException.notSupported(
              "SOURCE_WATERMARK() but as the watermark of a table",
              "write WATERMARK FOR ts AS SOURCE_WATERMARK() in CREATE TABLE, of a connector that"
                  + " gives one; CURRENT_WATERMARK(ts) tells how far it has come")
          .at(Positions.of(at));
    }
  }
}
