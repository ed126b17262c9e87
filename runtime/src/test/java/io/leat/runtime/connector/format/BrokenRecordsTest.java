package io.leat.runtime.connector.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.runtime.connector.TableOptions;
import io.leat.runtime.testing.Batches;
import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.MapType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Broken input: what is reported, that the rest is read, and that cutting changes nothing. */
class BrokenRecordsTest {
  private static final RowSchema TWO =
      Batches.schema(ScalarType.INTEGER.withNullable(false), ScalarType.STRING);

  @Test
  void csvReportsEachBrokenRecordWithItsPlace() {
    Decoding read =
        Decoding.of(
            "csv",
            TWO,
            Map.of(),
            "1,a\nx,b\n3\n4,d,e\n\n,f\n\"7\"x,g\n8,\"h\ni\"\r\n9,\"j");
    assertEquals(List.of("[1, 'a']", "[8, 'h\ni']"), read.rows);
    assertEquals(List.of(
            "4 x,b: column 'c0': 'x' is not a valid INT",
            "8 3: the record has 1 fields, 2 are expected",
            "10 4,d,e: the record has 3 fields, 2 are expected",
            "17 ,f: column 'c0': NULL in a NOT NULL column",
            "20 \"7\"x,g: text follows a closing quote",
            "36 9,\"j: a quote is not closed"), read.failed);
  }

  @Test
  void csvIgnoresErrorsIfAsked() {
    RowSchema schema = Batches.schema(ScalarType.INTEGER, ScalarType.DATE);
    Decoding read =
        Decoding.of(
            "csv",
            schema,
            Map.of("csv.ignore-parse-errors", "true"),
            "1,2026-01-02\nx,2026-13-01\n3\n4,2026-01-04,5\n\"6");
    assertEquals(List.of("[1, 2026-01-02]", "[null, null]", "[3, null]"), read.rows);
    assertEquals(List.of(), read.failed);
    assertEquals(2, read.ignored);
  }

  @Test
  void csvFindsColumnsByTheHeadersNames() {
    Decoding read =
        Decoding.of("csv", TWO, Map.of("csv.header", "true"), "\ufeff\"C1\",more,c0\nb,x,1\n");
    assertEquals(List.of("[1, 'b']"), read.rows);
    assertEquals(List.of("[1, null]"), Decoding.of("csv", TWO, Map.of("csv.header", "true"), "c0\n1\n").rows);
  }

  @Test
  void jsonReportsEachBrokenLineWithItsPlace() {
    Decoding read =
        Decoding.of(
            "json",
            TWO,
            Map.of(),
            "{\"c0\":1,\"c1\":\"a\"}\n[1]\n{\"c0\":2,\"c1\":\"b\n{\"c0\":\"x\"}\n"
                + "{\"c1\":\"y\"}\n{\"c0\":3} 4\n \n{\"c1\":[1, {\"a\":2}],\"z\":[{}],\"c0\":5}\n"
                + "{\"c0\":6,}\n{\"c0\":07}\n{\"c0\":8,\"c1\":null}");
    assertEquals(List.of("[1, 'a']", "[5, '[1, {\"a\":2}]']", "[8, null]"), read.rows);
    assertEquals(List.of(
            "18 [1]: the line is not a JSON object",
            "22 {\"c0\":2,\"c1\":\"b: column 'c1': a string is not valid JSON",
            "38 {\"c0\":\"x\"}: column 'c0': 'x' is not a valid INT",
            "49 {\"c1\":\"y\"}: field 'c0' is missing, and the column is NOT NULL",
            "60 {\"c0\":3} 4: text follows the JSON object",
            "109 {\"c0\":6,}: a key in quotes is missing",
            "119 {\"c0\":07}: column 'c0': a value is not valid JSON"), read.failed);
  }

  @Test
  void jsonTakesFieldsInAnyOrderAndTheLastOfSeveral() {
    RowSchema schema =
        Batches.schema(
            new ArrayType(ScalarType.INTEGER, true),
            new MapType(ScalarType.STRING, ScalarType.BIGINT, true));
    Decoding read =
        Decoding.of(
            "json",
            schema,
            Map.of(),
            "{\"c1\":{\"k\":1,\"l\":2,\"k\":3},\"c0\":[1,2],\"\\u0063\\u0030\":[3]}\n"
                + "{\"c0\":[1,\"x\"]}\n{ \"c0\" : [ ] , \"c1\" : { } }\r\n");
    assertEquals(List.of("[[3], ['k'=3, 'l'=2]]", "[[], []]"), read.rows);
    assertEquals(1, read.failed.size());
  }

  @Test
  void jsonIgnoresErrorsIfAsked() {
    Decoding read =
        Decoding.of(
            "json",
            Batches.schema(ScalarType.INTEGER, ScalarType.STRING),
            Map.of("json.ignore-parse-errors", "true"),
            "{\"c0\":\"x\",\"c1\":\"a\"}\nbroken\n{\"c0\":2}\n");
    assertEquals(List.of("[null, 'a']", "[2, null]"), read.rows);
    assertEquals(1, read.ignored);
    Decoding strict =
        Decoding.of("json", TWO, Map.of("json.fail-on-missing-field", "true"), "{\"c0\":2}\n");
    assertEquals(List.of("0 {\"c0\":2}: field 'c1' is missing"), strict.failed);
  }

  @Test
  void textThatIsNotUtf8IsReported() {
    byte[] bytes = "1,a\n2,\u00e4\n".getBytes(StandardCharsets.ISO_8859_1);
    Decoding read = new Decoding().decode("csv", TWO, Map.of(), bytes, 0, bytes.length, 50, 50);
    assertEquals(List.of("[1, 'a']"), read.rows);
    assertEquals(1, read.failed.size());
  }

  @Property(tries = 1_500)
  void csvReadsTheSameHoweverItIsCut(@ForAll long seed) {
    Random random = new Random(seed);
    List<Map<String, String>> dialects =
        List.of(
            Map.of(),
            Map.of("csv.escape-character", "\\"),
            Map.of("csv.disable-quote-character", "true"),
            Map.of("csv.allow-comments", "true"));
    Map<String, String> with = dialects.get(random.nextInt(dialects.size()));
    byte[] bytes = anyText(random, "a1,,\"\"\n\n\r\\#", 60);
    Decoding whole = decode("csv", with, bytes, 0, bytes.length, 1000, 4096);
    Decoding pieces =
        decode("csv", with, bytes, 0, bytes.length, 1 + random.nextInt(9), 1 + random.nextInt(3));
    assertEquals(whole.rows, pieces.rows);
    assertEquals(whole.failed, pieces.failed);
    cutAtBorders("csv", with, bytes, whole);
  }

  @Property(tries = 400)
  void jsonReadsTheSameHoweverItIsCut(@ForAll long seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 5; i++) {
      String line = "{\"c0\":" + i + ",\"c1\":\"a\\n\"}";
      int damage = random.nextInt(line.length());
      char with = "{}\",:\n x".charAt(random.nextInt(8));
      text.append(
          random.nextBoolean()
              ? line
              : line.substring(0, damage) + with + line.substring(damage + 1));
      text.append('\n');
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    Decoding whole = decode("json", Map.of(), bytes, 0, bytes.length, 1000, 4096);
    Decoding pieces =
        decode("json", Map.of(), bytes, 0, bytes.length, 1 + random.nextInt(9), 2);
    assertEquals(whole.rows, pieces.rows);
    assertEquals(whole.failed, pieces.failed);
    cutAtBorders("json", Map.of(), bytes, whole);
  }

  /** Parts between the borders that a search finds from any byte on give the rows of the whole. */
  private static void cutAtBorders(
      String format, Map<String, String> with, byte[] bytes, Decoding whole) {
    TableOptions options = Decoding.options(with, format);
    Format.Borders borders = Formats.of(options).decoding(TWO, options).borders();
    Format.Borders.Search all = borders.search();
    for (int from = 0; from >= 0 && from < bytes.length; ) {
      from = all.next(bytes, from, bytes.length, bytes.length);
    }
    if (!all.consistent()) {
      return;
    }
    for (int wanted = 1; wanted < bytes.length; wanted++) {
      Format.Borders.Search search = borders.search();
      int piece = Math.max(1, wanted / 2);
      int border = search.next(bytes, 0, piece, wanted);
      if (border < 0) {
        border = search.next(bytes, piece, bytes.length, wanted);
      }
      int cut = border < 0 ? bytes.length : border;
      List<String> rows = new ArrayList<>(decode(format, with, bytes, 0, cut, 1000, 4096).rows);
      rows.addAll(decode(format, with, bytes, cut, bytes.length, 1000, 4096).rows);
      assertEquals(whole.rows, rows, String.format("cut at %s of %s", cut, Arrays.toString(bytes)));
    }
  }

  private static Decoding decode(
      String format, Map<String, String> with, byte[] bytes, int from, int to, int step, int rows) {
    RowSchema schema = Batches.schema(ScalarType.STRING, ScalarType.STRING);
    return new Decoding().decode(format, schema, with, bytes, from, to, step, rows);
  }

  private static byte[] anyText(Random random, String alphabet, int most) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(most); i > 0; i--) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
