package io.leat.runtime.connector.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.data.Column;
import io.leat.runtime.error.RowException;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.ValueText;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** Reading of bytes gives what CAST of the same text gives, and fails where that fails. */
class FieldReaderTest {
  private static final List<ScalarType> NUMBERS =
      List.of(
          ScalarType.TINYINT,
          ScalarType.SMALLINT,
          ScalarType.INTEGER,
          ScalarType.BIGINT,
          ScalarType.FLOAT,
          ScalarType.DOUBLE,
          ScalarType.decimal(9, 3),
          ScalarType.decimal(18, 0),
          ScalarType.decimal(30, 5));
  private static final List<ScalarType> TIMES =
      List.of(
          ScalarType.DATE,
          ScalarType.timestamp(0),
          ScalarType.timestamp(3),
          ScalarType.timestamp(6),
          ScalarType.timestamp(9));
  private static final String WRONG = "invalid";

  private static @Nullable Object reference(String text, ScalarType type) {
    try {
      return ValueText.parse(text, type, ZoneOffset.UTC);
    } catch (RowException e) {
      return WRONG;
    }
  }

  /** The text among other bytes, of which none may be taken for part of it. */
  private static byte[] bytes(String text, Random random) {
    String around = "0123456789-.:Z e\n";
    StringBuilder all = new StringBuilder(text);
    for (int i = 0; i < RecordDecoder.SPARE; i++) {
      all.append(around.charAt(random.nextInt(around.length())));
    }
    return all.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static @Nullable Object read(FieldReader reader, byte[] bytes, int length) {
    Column column = Column.of(reader.type());
    try {
      reader.append(bytes, 0, length, column);
    } catch (RowException e) {
      assertEquals(0, column.size());
      return WRONG;
    }
    assertEquals(1, column.size());
    return BoxedValues.get(column, 0, reader.type());
  }

  private static String number(Random random) {
    StringBuilder text = new StringBuilder();
    text.append(random.nextInt(3) == 0 ? "-" : "");
    for (int i = random.nextInt(random.nextInt(4) == 0 ? 21 : 6); i >= 0; i--) {
      text.append((char) ('0' + random.nextInt(10)));
    }
    if (random.nextInt(3) == 0) {
      text.append('.');
      for (int i = random.nextInt(random.nextInt(4) == 0 ? 19 : 4); i > 0; i--) {
        text.append((char) ('0' + random.nextInt(10)));
      }
    }
    if (random.nextInt(8) == 0) {
      text.append('e').append(random.nextInt(60) - 30);
    }
    return text.toString();
  }

  private static String time(Random random) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            "%04d-%02d-%02d",
            1990 + random.nextInt(60), 1 + random.nextInt(12), 1 + random.nextInt(31)));
    if (random.nextInt(4) > 0) {
      text.append(random.nextBoolean() ? ' ' : 'T');
      text.append(
          String.format(
              "%02d:%02d:%02d", random.nextInt(25), random.nextInt(60), random.nextInt(61)));
      if (random.nextBoolean()) {
        text.append('.');
        for (int i = random.nextInt(10); i >= 0; i--) {
          text.append((char) ('0' + random.nextInt(10)));
        }
      }
    }
    return text.toString();
  }

  /** Often leaves the text as it is. */
  private static String spoilt(String text, Random random) {
    if (random.nextInt(3) > 0) {
      return text;
    }
    String letters = "0129-+.: eEZT/;\u00e9";
    int at = random.nextInt(text.length());
    String letter = String.valueOf(letters.charAt(random.nextInt(letters.length())));
    return switch (random.nextInt(3)) {
      case 0 -> text.substring(0, at) + text.substring(at + 1);
      case 1 -> text.substring(0, at) + letter + text.substring(at);
      default -> text.substring(0, at) + letter + text.substring(at + 1);
    };
  }

  @Property(tries = 200)
  void numbersAreThoseOfCast(@ForAll long seed) {
    Random random = new Random(seed);
    ScalarType type = NUMBERS.get(random.nextInt(NUMBERS.size()));
    FieldReader reader = new FieldReader(type, ZoneOffset.UTC);
    DecimalDigits digits = new DecimalDigits();
    for (int i = 0; i < 50; i++) {
      String text = spoilt(number(random), random).replace("\u00e9", "x");
      Object expected = reference(text, type);
      assertEquals(expected, read(reader, bytes(text, random), text.length()), text);
      Column column = Column.of(type);
      byte[] line = (text + '\n').getBytes(StandardCharsets.ISO_8859_1);
      if (digits.scan(line, 0) && digits.end() == text.length() && reader.append(digits, column)) {
        assertEquals(expected, BoxedValues.get(column, 0, type), text);
      } else {
        assertEquals(0, column.size(), text);
      }
    }
  }

  @Property(tries = 200)
  void timesAreThoseOfCast(@ForAll long seed) {
    Random random = new Random(seed);
    ScalarType type = TIMES.get(random.nextInt(TIMES.size()));
    FieldReader reader = new FieldReader(type, ZoneOffset.UTC);
    String day = time(random).substring(0, 10);
    for (int i = 0; i < 50; i++) {
      String time = time(random);
      // Days that repeat, as they do in files.
      String text = spoilt(random.nextBoolean() ? day + time.substring(10) : time, random);
      text = text.replace("\u00e9", "x");
      Object expected = reference(text, type);
      assertEquals(expected, read(reader, bytes(text, random), text.length()), type + " " + text);
    }
  }

  @Property(tries = 200)
  void anyBytesAreReadOrRefused(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] bytes = new byte[64];
    for (ScalarType type : TIMES) {
      FieldReader reader = new FieldReader(type, ZoneOffset.UTC);
      for (int i = 0; i < 20; i++) {
        random.nextBytes(bytes);
        int length = 10 + random.nextInt(20);
        Object found = read(reader, bytes, length);
        assertEquals(WRONG, found);
      }
    }
    assertFalse(new DecimalDigits().scan(new byte[] {'-', '\n'}, 0));
  }
}
