package io.leat.runtime.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.BoxedValues;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.operator.CalcOperator;
import io.leat.runtime.operator.RecordingContext;
import io.leat.runtime.testing.Batches;
import io.leat.runtime.testing.Batches.Change;
import io.leat.runtime.testing.Seeds;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every registered function gives the same, value or error, for constants and for columns and for
 * both mixed, for one row and for 4,096, in columns that can be NULL and in such that cannot; NULL
 * where an argument is; and no NULL where its type says so. {@code -Dconsistency.seed=…} repeats a
 * run.
 */
class FunctionConsistencyTest {
  private static final long SEED = Seeds.of("consistency.seed");
  private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
  private static final int ROWS = 40;
  private static final int BATCH = 4096;
  private static final int CONSTANT_ROWS = 2;

  /** One tells of the type; the others' arguments are what the planner writes. */
  private static final Set<String> APART = Set.of("TYPEOF", "JSON_OBJECT", "JSON_ARRAY");

  private static int calls;
  private static long values;

  /** A value, or that the row was refused. */
  private record Result(@Nullable Object value, boolean refused) {
    static final Result ERROR = new Result(null, true);

    @Override
    public String toString() {
      return refused ? "an error" : value instanceof byte[] b ? Arrays.toString(b) : "" + value;
    }
  }

  @AfterAll
  static void report() {
    System.out.println(
        "consistency: seed "
            + SEED
            + ", "
            + calls
            + " signatures of "
            + Functions.all().size()
            + " functions, "
            + values
            + " values compared");
  }

  @TestFactory
  Stream<DynamicTest> functions() {
    return Functions.all().stream()
        .filter(function -> function.deterministic() && !APART.contains(function.name()))
        .map(FunctionEntry.class::cast)
        .map(entry -> DynamicTest.dynamicTest(entry.name(), () -> check(entry)));
  }

  private static void check(FunctionEntry entry) {
    Random random = new Random(SEED ^ entry.name().hashCode());
    for (String signature : entry.signatures()) {
      for (SampleCall call : SampleCall.of(entry, signature, random)) {
        calls++;
        check(entry, call, random);
      }
    }
  }

  private static void check(FunctionEntry entry, SampleCall call, Random random) {
    List<List<@Nullable Object>> rows = call.rows(ROWS, random);
    boolean[] constant = call.alwaysConstant();
    List<Result> expected = run(entry, call, constant, rows, true, ROWS);
    assertSame(expected, run(entry, call, constant, rows, true, 1), call + ", single rows");
    List<List<@Nullable Object>> many = new ArrayList<>();
    List<Result> repeated = new ArrayList<>();
    while (many.size() < BATCH) {
      many.add(rows.get(many.size() % ROWS));
      repeated.add(expected.get(repeated.size() % ROWS));
    }
    assertSame(repeated, run(entry, call, constant, many, true, BATCH), call + ", a full batch");
    checkNulls(entry, call, rows, expected);
    List<Integer> present = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      if (rows.get(i).stream().allMatch(Objects::nonNull)) {
        present.add(i);
      }
    }
    List<List<@Nullable Object>> whole = present.stream().map(rows::get).toList();
    List<Result> wholeExpected = present.stream().map(expected::get).toList();
    assertSame(
        wholeExpected,
        run(entry, call, constant, whole, false, Math.max(1, whole.size())),
        call + ", columns that cannot be NULL");
    for (int i = 0; i < CONSTANT_ROWS; i++) {
      List<@Nullable Object> row = rows.get(i);
      List<Result> one = List.of(expected.get(i));
      boolean[] all = new boolean[row.size()];
      Arrays.fill(all, true);
      assertSame(one, run(entry, call, all, List.of(row), true, 1), call + ", constants " + row);
      for (int j = 0; j < row.size(); j++) {
        all[j] = constant[j] || random.nextBoolean();
      }
      assertSame(
          one, run(entry, call, all, List.of(row), true, 1), call + ", some constants " + row);
    }
  }

  private static void assertSame(List<Result> expected, List<Result> actual, String message) {
    values += expected.size();
    assertEquals(texts(expected), texts(actual), message);
  }

  private static String texts(List<Result> results) {
    return results.stream().map(Result::toString).collect(Collectors.joining("\n"));
  }

  /** NULL for NULL, unless the function is about NULL: then its code or its arguments say so. */
  private static void checkNulls(
      FunctionEntry entry,
      SampleCall call,
      List<List<@Nullable Object>> rows,
      List<Result> results) {
    if (entry.method() == null || entry.canSkipNulls() || entry.seesNulls()) {
      return;
    }
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).contains(null)) {
        assertEquals(new Result(null, false), results.get(i), call + " of " + rows.get(i));
      }
    }
  }

  /** The results for the rows, in batches of that size; a constant argument is that of row 0. */
  private static List<Result> run(
      FunctionEntry entry,
      SampleCall call,
      boolean[] constant,
      List<List<@Nullable Object>> rows,
      boolean nullable,
      int batchSize) {
    if (rows.isEmpty()) {
      return List.of();
    }
    List<Expression> arguments = new ArrayList<>();
    List<RowSchema.Field> fields = new ArrayList<>();
    List<@Nullable Object> constants = new ArrayList<>();
    for (int i = 0; i < call.types().size(); i++) {
      Object first = rows.get(0).get(i);
      DataType type = call.types().get(i).withNullable(constant[i] ? first == null : nullable);
      arguments.add(
          constant[i] ? new Expression.Literal(first, type) : new Expression.InputRef(i, type));
      constants.add(
          constant[i] && (first instanceof Number || first instanceof String) ? first : null);
      fields.add(new RowSchema.Field("c" + i, call.types().get(i).withNullable(nullable)));
    }
    RowSchema input = new RowSchema(fields);
    ScalarFunction.Resolution resolution =
        entry.resolve(arguments.stream().map(Expression::type).toList(), constants);
    assertNotNull(resolution, call::toString);
    List<Expression> cast = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      DataType type = resolution.parameters().get(i);
      cast.add(
          arguments.get(i).type().equals(type)
              ? arguments.get(i)
              : new Expression.Cast(arguments.get(i), type, false));
    }
    DataType result = resolution.result();
    Node.Calc node =
        new Node.Calc(
            "calc",
            0,
            Optional.empty(),
            List.of(new Expression.Call(entry.name(), cast, result)),
            RowSchema.of(new RowSchema.Field("r", result)));
    return run(node, input, rows, batchSize);
  }

  private static List<Result> run(
      Node.Calc node, RowSchema input, List<List<@Nullable Object>> rows, int batchSize) {
    List<Result> results = new ArrayList<>();
    DataType type = node.schema().type(0);
    CalcOperator operator = new CalcOperator(node, input, ZONE);
    for (int from = 0; from < rows.size(); from += batchSize) {
      List<List<@Nullable Object>> part =
          rows.subList(from, Math.min(rows.size(), from + batchSize));
      ChangeBatch batch = Batches.of(input, part.stream().map(row -> new Change(row, 1)).toList());
      RecordingContext context = new RecordingContext();
      operator.open(context);
      List<Result> found = new ArrayList<>(Collections.nCopies(part.size(), null));
      List<Object> passed = new ArrayList<>();
      operator.process(
          0,
          batch,
          out -> {
            for (int row = 0; row < out.size(); row++) {
              Object value = BoxedValues.get(out.column(0), row, type);
              assertTrue(type.nullable() || value != null, "NULL in a column of type " + type);
              passed.add(new Result(value, false));
            }
          });
      context.failedRows().forEach(row -> found.set(row, Result.ERROR));
      int next = 0;
      for (int i = 0; i < found.size(); i++) {
        if (found.get(i) == null) {
          found.set(i, (Result) passed.get(next++));
        }
      }
      assertEquals(passed.size(), next);
      results.addAll(found);
    }
    operator.close();
    return results;
  }
}
