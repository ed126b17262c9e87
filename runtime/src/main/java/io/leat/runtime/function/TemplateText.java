package io.leat.runtime.function;

import io.leat.runtime.function.PatternElement.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads formats with the words of PostgreSQL's {@code to_char}. */
final class TemplateText {
  /** Longer words before their beginnings. */
  private static final Map<String, PatternElement> NUMBERS = new LinkedHashMap<>();

  static {
    number("SSSSS", Field.SECOND_OF_DAY, 1);
    number("SSSS", Field.SECOND_OF_DAY, 1);
    number("YYYY", Field.YEAR, 4);
    number("IYYY", Field.ISO_YEAR, 4);
    number("HH24", Field.HOUR, 2);
    number("HH12", Field.HOUR_OF_HALF, 2);
    number("DDD", Field.DAY_OF_YEAR, 3);
    for (int digits = 1; digits <= 6; digits++) {
      number("FF" + digits, Field.FRACTION, digits);
    }
    number("YY", Field.YEAR_OF_CENTURY, 2);
    number("MM", Field.MONTH, 2);
    number("DD", Field.DAY, 2);
    number("ID", Field.ISO_DAY_OF_WEEK, 1);
    number("IW", Field.ISO_WEEK, 2);
    number("WW", Field.WEEK_OF_YEAR, 2);
    number("CC", Field.CENTURY, 2);
    number("HH", Field.HOUR_OF_HALF, 2);
    number("MI", Field.MINUTE, 2);
    number("SS", Field.SECOND, 2);
    number("MS", Field.FRACTION, 3);
    number("US", Field.FRACTION, 6);
    number("NS", Field.FRACTION, 9);
    number("Q", Field.QUARTER, 1);
    number("J", Field.JULIAN_DAY, 1);
    number("W", Field.WEEK_OF_MONTH, 1);
  }

  private TemplateText() {}

  private static void number(String word, Field field, int width) {

    NUMBERS.put(word, PatternElement.digits(field, width));
  }

  /** Null if a letter occurs that is no part of a word. */
  static @Nullable List<PatternElement> postgres(String pattern) {
    List<PatternElement> elements = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    boolean filled = true;
    int i = 0;
    while (i < pattern.length()) {
      char c = pattern.charAt(i);
      if (c == '"') {
        int end = pattern.indexOf('"', i + 1);
        if (end < 0) {
          return null;
        }
        text.append(pattern, i + 1, end);
        i = end + 1;
      } else if (!Character.isLetter(c)) {
        text.append(c);
        i++;
      } else if (pattern.startsWith("FM", i)) {
        filled = false;
        i += 2;
      } else {
        Word word = word(pattern.substring(i), filled);
        if (word == null) {
          return null;
        }
        PatternText.flush(text, elements);
        elements.add(word.element());
        i += word.length();
        filled = true;
      }
    }
    PatternText.flush(text, elements);
    return List.copyOf(elements);
  }

  private record Word(PatternElement element, int length) {}

  private static @Nullable Word word(String rest, boolean filled) {
    String upper = rest.toUpperCase(Locale.ROOT);
    if (upper.startsWith("MONTH")) {
      return names(Field.MONTH, PatternText.MONTHS, rest, 5, filled ? 9 : 0);
    }
    if (upper.startsWith("MON")) {
      return names(Field.MONTH, PatternText.cut(PatternText.MONTHS), rest, 3, 0);
    }
    if (upper.startsWith("DAY")) {
      return names(Field.ISO_DAY_OF_WEEK, PatternText.DAYS, rest, 3, filled ? 9 : 0);
    }
    if (upper.startsWith("DY")) {
      return names(Field.ISO_DAY_OF_WEEK, PatternText.cut(PatternText.DAYS), rest, 2, 0);
    }
    if (upper.startsWith("AM") || upper.startsWith("PM")) {
      return names(Field.HALF_OF_DAY, PatternText.HALVES, rest, 2, 0);
    }
    if (upper.startsWith("A.M.") || upper.startsWith("P.M.")) {
      return names(Field.HALF_OF_DAY, new String[] {"A.M.", "P.M."}, rest, 4, 0);
    }
    for (Map.Entry<String, PatternElement> number : NUMBERS.entrySet()) {
      if (upper.startsWith(number.getKey())) {
        PatternElement element = number.getValue();
        boolean bare = !filled && element.field() != Field.FRACTION;
        return new Word(
            bare ? PatternElement.digits(element.field(), 1) : element, number.getKey().length());
      }
    }
    return upper.startsWith("D") ? new Word(PatternElement.digits(Field.DAY_OF_WEEK, 1), 1) : null;
  }

  /** Names in the case of the word that asks for them, filled up with spaces. */
  private static Word names(Field field, String[] names, String rest, int length, int width) {
    String word = rest.substring(0, length);
    UnaryOperator<String> shape =
        word.equals(word.toUpperCase(Locale.ROOT))
            ? name -> name.toUpperCase(Locale.ROOT)
            : word.equals(word.toLowerCase(Locale.ROOT))
                ? name -> name.toLowerCase(Locale.ROOT)
                : name -> name;
    String[] shaped = new String[names.length];
    for (int i = 0; i < names.length; i++) {
      String name = shape.apply(names[i]);
      shaped[i] = name + " ".repeat(Math.max(0, width - name.length()));
    }
    return new Word(PatternElement.words(field, shaped), length);
  }
}
