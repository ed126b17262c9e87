package io.leat.runtime.function;

import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import java.util.Arrays;
import java.util.IllegalFormatException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PRINTF, with the formats of {@link java.util.Formatter}. */
public final class PrintFunctions {
  /** A width or precision that would fill memory. */
  private static final Pattern TOO_WIDE = Pattern.compile("%[-#+ 0,(<$.\\d]*[1-9]\\d{6}");

  private PrintFunctions() {}

  /** The format, and behind it its values. */
  public static Object printf(Object[] arguments) {
    String text = (String) arguments[0];
    Object[] values = Arrays.copyOfRange(arguments, 1, arguments.length);
    Matcher wide = TOO_WIDE.matcher(text);
    if (wide.find()) {
      throw invalid("the format '" + text + "' asks for more than 999,999 characters");
    }
    try {
      return String.format(Locale.ROOT, text, values);
    } catch (IllegalFormatException e) {
      throw invalid("the format '" + text + "' does not fit its values: " + e.getMessage());
    }
  }

  private static RowException invalid(String message) {
    return new RowException(SqlState.INVALID_PARAMETER_VALUE, message);
  }
}
