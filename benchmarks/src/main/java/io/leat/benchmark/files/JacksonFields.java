package io.leat.benchmark.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.DoubleColumn;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.types.ScalarType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a decoder over Jackson's streaming parser would do at least: every token, numbers as numbers
 * into columns, texts as the parser gives them, times not looked into.
 */
final class JacksonFields {
  private static final int BATCH = 4096;

  private JacksonFields() {}

  /** Reads a file of one object a line; how many. */
  static long read(Path file) throws IOException {
    LongColumn[] numbers = new LongColumn[3];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (LongColumn) Column.of(ScalarType.BIGINT);
    }
    DoubleColumn rate = (DoubleColumn) Column.of(ScalarType.DOUBLE);
    long rows = 0;
    long characters = 0;
    try (JsonParser parser = new JsonFactory().createParser(Files.newInputStream(file))) {
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        if (rows % BATCH == 0) {
          for (LongColumn column : numbers) {
            column.clear();
          }
          rate.clear();
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String name = parser.currentName();
          parser.nextToken();
          switch (name) {
            case "auction" -> numbers[0].append(parser.getLongValue());
            case "bidder" -> numbers[1].append(parser.getLongValue());
            case "price" -> numbers[2].append(parser.getLongValue());
            case "rate" -> rate.append(parser.getDoubleValue());
            default -> characters += parser.getTextCharacters()[parser.getTextOffset()];
          }
        }
        rows++;
      }
    }
    if (characters == 0) {
      throw new IllegalStateException("no text was read");
    }
    return rows;
  }
}
