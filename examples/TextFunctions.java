import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A scalar, a table and an aggregate function in Java: plain classes with public methods.
 *
 * <pre>
 * javac -d target/functions examples/TextFunctions.java
 * jar cf target/functions.jar -C target/functions .
 * bin/leat
 * leat> CREATE FUNCTION mask AS 'TextFunctions$Mask' USING JAR 'target/functions.jar';
 * leat> CREATE FUNCTION words AS 'TextFunctions$Words' USING JAR 'target/functions.jar';
 * leat> CREATE FUNCTION favourite AS 'TextFunctions$Favourite' USING JAR 'target/functions.jar';
 * leat> SELECT mask('secret', 2);
 * leat> SELECT favourite(word), MAX(length) FROM words('to be or not to be');
 * </pre>
 */
public final class TextFunctions {
  private TextFunctions() {}

  /** {@code mask('secret', 2)} is {@code se****}. */
  public static final class Mask {
    private Mask() {}

    public static String eval(String text, int visible) {
      int shown = Math.max(0, Math.min(visible, text.length()));
      return text.substring(0, shown) + "*".repeat(text.length() - shown);
    }
  }

  /** The words of a text, each a row. */
  public static final class Words {
    /** A row: its components are the columns. */
    public record Word(String word, int length) {}

    public Stream<Word> eval(String text) {
      return text == null
          ? Stream.empty()
          : Stream.of(text.split("\\W+")).map(word -> new Word(word, word.length()));
    }
  }

  /** The text that is there most often, the first in the alphabet of several. */
  public static final class Favourite {
    public Map<String, Integer> createAccumulator() {
      return new TreeMap<>();
    }

    public void accumulate(Map<String, Integer> counts, String text) {
      if (text != null) {
        counts.merge(text, 1, Integer::sum);
      }
    }

    public String getValue(Map<String, Integer> counts) {
      String best = null;
      for (Map.Entry<String, Integer> entry : counts.entrySet()) {
        if (best == null || entry.getValue() > counts.get(best)) {
          best = entry.getKey();
        }
      }
      return best;
    }
  }
}
