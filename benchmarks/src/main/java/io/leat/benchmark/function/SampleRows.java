package io.leat.benchmark.function;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Writes the rows that the function benchmark repeats, a line each, values apart by tabs: {@code
 * SampleRows FILE}. Prints the columns. All engines read the same file.
 */
public final class SampleRows {
  /** The columns of the file, as all engines declare them. */
  static final String COLUMNS =
      "line STRING, word STRING, key STRING, padded STRING, list STRING, doc STRING, digits STRING,"
          + " id INT, n BIGINT, x DOUBLE, price DECIMAL(12, 2), quantity DECIMAL(10, 3),"
          + " ts TIMESTAMP(3), wide DECIMAL(30, 2), narrow DECIMAL(30, 2)";

  private static final int ROWS = 4096;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT);
  private static final List<String> WORDS =
      List.of("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "theta", "lambda", "omega");

  private SampleRows() {}

  public static void main(String[] arguments) throws IOException {
    Random random = new Random(20_261_127);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      String word = WORDS.get(random.nextInt(WORDS.size()));
      String key = Long.toHexString(random.nextLong());
      int id = random.nextInt(10_000);
      String line =
          "GET /"
              + (random.nextInt(3) == 0 ? "index" : "page" + random.nextInt(100))
              + "?user="
              + word
              + id
              + "&size="
              + random.nextInt(5000)
              + " HTTP/1.1";
      String document =
          String.format(
              Locale.ROOT,
              "{\"id\": %d, \"tags\": [\"a\", \"b\", %d], \"user\": {\"age\": %d, \"name\": \"%s\"},"
                  + " \"active\": %s}",
              id,
              random.nextInt(10),
              random.nextInt(90),
              word,
              random.nextBoolean());
      lines.add(
          String.join(
              "\t",
              line,
              word,
              key,
              "   " + word + "  ",
              String.join(",", word, key, "x", word + id, "end"),
              document,
              Integer.toString(random.nextInt(2_000_000_000)),
              Integer.toString(id),
              Long.toString(random.nextInt(Integer.MAX_VALUE)),
              Double.toString(random.nextDouble() * 1000),
              String.format(Locale.ROOT, "%.2f", random.nextDouble() * 100_000),
              String.format(Locale.ROOT, "%.3f", random.nextDouble() * 1000),
              TIME.format(
                  LocalDateTime.of(2020, 1, 1, 0, 0)
                      .plusSeconds(random.nextInt(200_000_000))
                      .plusNanos(random.nextInt(1000) * 1_000_000L)),
              new BigDecimal(new BigInteger(76, random), 2).toPlainString(),
              String.format(Locale.ROOT, "%.2f", random.nextDouble() * 1_000_000)));
    }
    Files.write(Path.of(arguments[0]), lines);
    System.out.println(COLUMNS);
  }
}
