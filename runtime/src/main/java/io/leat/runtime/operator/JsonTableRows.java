package io.leat.runtime.operator;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.data.BytesColumn;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.IntColumn;
import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import io.leat.runtime.json.JsonPath;
import io.leat.runtime.json.JsonScanner;
import io.leat.runtime.json.JsonSearch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The values of a JSON document that paths lead to, level by level. A value has a row of its own if
 * no level inside it has any; of several levels inside it, each one's rows have NULL for the
 * others.
 */
final class JsonTableRows implements FunctionRows {
  static final String FUNCTION = "JSON_TABLE";

  private static final int NONE = -1;
  private static final int PER_LEVEL = 3;

  private final int document;
  private final boolean failing;
  private final List<JsonPath> paths;

  /** For each level those directly inside it. */
  private final List<List<Integer>> inside;

  private final JsonSearch search = new JsonSearch();
  private final int width;

  /** The row that is being made: for each level the value's begin, its end and its number. */
  private final int[] current;

  /** The rows of the document, one after the other. */
  private int[] made = {};

  private int madeCount;
  private int taken;

  /** Positions of the block: begins, ends and numbers. */
  private final int[][] block;

  private BytesColumn source = new BytesColumn();

  private JsonTableRows(
      int document, boolean failing, List<JsonPath> paths, List<List<Integer>> inside) {
    this.document = document;
    this.failing = failing;
    this.paths = paths;
    this.inside = inside;
    width = paths.size() * PER_LEVEL;
    current = new int[width];
    block = new int[width][ChangeBatch.MAX_ROWS];
  }

  /** Rows of the arguments that {@code Node.TableFunction} documents. */
  static JsonTableRows of(int firstArgument, List<Expression> arguments) {
    List<JsonPath> paths = new ArrayList<>();
    List<List<Integer>> inside = new ArrayList<>();
    for (int i = 2; i < arguments.size(); i += 2) {
      if (i > 2) {
        inside.get((Integer) constant(arguments.get(i - 1))).add(paths.size());
      }
      paths.add(JsonPath.parse((String) constant(arguments.get(i))));
      inside.add(new ArrayList<>());
    }
    boolean failing = constant(arguments.get(1)).equals("ERROR");
    return new JsonTableRows(firstArgument, failing, paths, inside);
  }

  private static Object constant(Expression argument) {
    return Objects.requireNonNull(((Expression.Literal) argument).value());
  }

  @Override
  public void bind(ChangeBatch arguments) {
    source = (BytesColumn) arguments.column(document);
  }

  @Override
  public void start(int row) {
    madeCount = 0;
    taken = 0;
    if (!source.isNull(row)) {
      Arrays.fill(current, NONE);
      int from = source.start(row);
      expand(0, from, from + source.length(row));
    }
  }

  /** Adds the rows of the level's values between two places; false if there are none. */
  private boolean expand(int level, int from, int to) {
    JsonPath path = paths.get(level);
    byte[] text = source.heap();
    JsonSearch.Outcome outcome = search.find(path, text, from, to);
    int[] values =
        switch (outcome) {
          case VALUE -> new int[] {search.from()};
          case LIST -> search.matches();
          case NOTHING, NOT_JSON -> {
            if (failing && (outcome == JsonSearch.Outcome.NOT_JSON || !path.lax())) {
              throw error(outcome, path, from, to);
            }
            yield new int[0];
          }
        };
    int place = level * PER_LEVEL;
    for (int i = 0; i < values.length; i++) {
      int end = JsonScanner.value(text, values[i], to, 0);
      current[place] = values[i];
      current[place + 1] = end;
      current[place + 2] = i + 1;
      boolean any = false;
      for (int inner : inside.get(level)) {
        any |= expand(inner, values[i], end);
      }
      if (!any) {
        add();
      }
    }
    Arrays.fill(current, place, place + PER_LEVEL, NONE);
    return values.length > 0;
  }

  private void add() {
    int at = madeCount * width;
    if (at + width > made.length) {
      made = Arrays.copyOf(made, Math.max(at + width, 2 * made.length));
    }
    System.arraycopy(current, 0, made, at, width);
    madeCount++;
  }

  private RowException error(JsonSearch.Outcome outcome, JsonPath path, int from, int to) {
    byte[] bytes = Arrays.copyOfRange(source.heap(), from, to);
    String text = new String(bytes, StandardCharsets.UTF_8);
    String shown = text.length() > 100 ? text.substring(0, 100) + "…" : text;
    return outcome == JsonSearch.Outcome.NOT_JSON
        ? new RowException(SqlState.INVALID_JSON, "not JSON: " + shown)
        : new RowException(
            SqlState.NO_JSON_ITEM, "the JSON path '" + path.text() + "' has no value in " + shown);
  }

  @Override
  public int take(int at, int most) {
    int count = Math.min(most, madeCount - taken);
    for (int i = 0; i < count; i++) {
      int row = taken++ * width;
      for (int part = 0; part < width; part++) {
        block[part][at + i] = made[row + part];
      }
    }
    return count;
  }

  @Override
  public void takeNull(int at) {
    for (int[] part : block) {
      part[at] = NONE;
    }
  }

  @Override
  public void append(int count, Column[] columns) {
    for (int level = 0; level < paths.size(); level++) {
      int part = level * PER_LEVEL;
      ((BytesColumn) columns[2 * level]).selectParts(source, block[part], block[part + 1], count);
      IntColumn numbers = (IntColumn) columns[2 * level + 1];
      for (int i = 0; i < count; i++) {
        if (block[part + 2][i] == NONE) {
          numbers.appendNull();
        } else {
          numbers.append(block[part + 2][i]);
        }
      }
    }
  }
}
