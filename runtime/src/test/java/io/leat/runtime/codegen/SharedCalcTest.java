package io.leat.runtime.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.Place;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.error.Position;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Calcs that differ in constants only are one class, each with its own constants. */
class SharedCalcTest {
  private static final RowSchema INPUT =
      RowSchema.of(
          new RowSchema.Field("a", ScalarType.BIGINT), new RowSchema.Field("b", ScalarType.STRING));
  private static final Expression A = new Expression.InputRef(0, ScalarType.BIGINT);
  private static final Expression B = new Expression.InputRef(1, ScalarType.STRING);

  private static Expression literal(@Nullable Object value, DataType type) {
    return new Expression.Literal(value, type);
  }

  private static Expression number(long value) {
    return literal(value, ScalarType.BIGINT.withNullable(false));
  }

  private static Expression call(String function, DataType type, Expression... arguments) {
    return new Expression.Call(function, List.of(arguments), type);
  }

  private static Expression plus(Expression left, Expression right) {
    return call("+", ScalarType.BIGINT, left, right);
  }

  private static Node.Calc calc(@Nullable Expression condition, Expression... projections) {
    List<RowSchema.Field> fields = new ArrayList<>();
    for (Expression projection : projections) {
      fields.add(new RowSchema.Field("c", projection.type()));
    }
    return new Node.Calc(
        "calc", 0, Optional.ofNullable(condition), List.of(projections), new RowSchema(fields));
  }

  private static CompiledCalc compile(Node.Calc node) {
    return CalcCompiler.compileShared(node, INPUT, ZoneOffset.UTC);
  }

  private static CalcShape shape(Expression projection) {
    return new CalcShape(calc(null, projection), INPUT.types(), ZoneOffset.UTC);
  }

  private static void assertAlike(Expression a, Expression b) {
    assertEquals(shape(a), shape(b));
    assertEquals(shape(a).hashCode(), shape(b).hashCode());
    CalcShape open = new CalcShape(shape(a).open(calc(null, a)), INPUT.types(), ZoneOffset.UTC);
    assertEquals(open, shape(b));
    assertEquals(shape(b), open);
    assertEquals(open.hashCode(), shape(b).hashCode());
    assertSame(compile(calc(null, a)).getClass(), compile(calc(null, b)).getClass());
  }

  private static void assertDifferent(Expression a, Expression b) {
    assertNotEquals(shape(a), shape(b));
  }

  /** What a calc makes of a row: NULL if the condition is not true. */
  private static @Nullable Long result(Node.Calc node, long a) {
    LongColumn column = new LongColumn();
    column.append(a);
    ChangeBatch batch = new ChangeBatch(List.of(column, Column.of(ScalarType.STRING)), 1, null);
    CompiledCalc calc = compile(node);
    LongColumn output = new LongColumn();
    calc.bind(batch, new @Nullable Column[] {output});
    int[] rows = new int[1];
    int count = node.condition().isPresent() ? calc.filter(rows, 0, 1, 0) : 1;
    calc.project(0, rows, 0, count);
    return count == 0 ? null : output.get(0);
  }

  @Test
  void eachHasItsOwnConstants() {
    for (long n = 1; n <= 3; n++) {
      Expression condition = call("<>", ScalarType.BOOLEAN, A, number(7 * n));
      Expression sum = plus(plus(number(100 * n), A), number(n));
      assertEquals(101 * n + 5, result(calc(condition, sum), 5));
      assertEquals(null, result(calc(condition, sum), 7 * n));
    }
    assertAlike(plus(plus(number(100), A), number(1)), plus(plus(number(200), A), number(2)));
  }

  @Test
  void constantsOfEveryPartAreTakenInOrder() {
    for (long n = 1; n <= 2; n++) {
      Expression choice =
          new Expression.Case(
              List.of(
                  new Expression.Case.Branch(
                      call("=", ScalarType.BOOLEAN, A, number(n)), number(10 * n)),
                  new Expression.Case.Branch(
                      call("=", ScalarType.BOOLEAN, A, number(n + 1)), number(20 * n))),
              new Expression.Cast(number(30 * n), ScalarType.BIGINT, false),
              ScalarType.BIGINT);
      Expression let =
          new Expression.Let(
              0,
              plus(choice, number(1000 * n)),
              plus(new Expression.Variable(0, ScalarType.BIGINT), number(2 * n)));
      assertEquals(1012 * n, result(calc(null, let), n));
      assertEquals(1022 * n, result(calc(null, let), n + 1));
      assertEquals(1032 * n, result(calc(null, let), 9));
    }
  }

  @Test
  void whereTheyStandInTheTextDoesNotMatter() {
    Expression.Call sum = (Expression.Call) plus(A, number(1));
    Expression elsewhere =
        new Expression.Call(
            sum.function(), sum.arguments(), sum.type(), Place.of(Position.at(3, 4)));
    assertAlike(sum, elsewhere);
  }

  @Test
  void whatTheCodeDependsOnIsPartOfTheShape() {
    assertDifferent(plus(A, number(1)), call("-", ScalarType.BIGINT, A, number(1)));
    assertDifferent(plus(A, number(1)), plus(number(1), A));
    assertDifferent(plus(A, number(1)), plus(A, literal(null, ScalarType.BIGINT)));
    Expression sum = plus(A, number(1));
    assertDifferent(
        new Expression.Cast(sum, ScalarType.INTEGER, false),
        new Expression.Cast(sum, ScalarType.INTEGER, true));
    assertDifferent(
        new Expression.Cast(B, ScalarType.decimal(10, 2), true),
        new Expression.Cast(B, ScalarType.decimal(10, 3), true));
    Expression word = literal("x", ScalarType.varchar(1));
    Expression longer = literal("xy", ScalarType.varchar(2));
    assertNotEquals(
        shape(call("||", ScalarType.STRING, B, word)),
        shape(call("||", ScalarType.STRING, B, longer)));
    assertAlike(
        call("||", ScalarType.STRING, B, word),
        call("||", ScalarType.STRING, B, literal("y", ScalarType.varchar(1))));
  }

  @Test
  void constantsThatAFunctionIsMadeForAreNotOpen() {
    Expression one = literal("a+", ScalarType.varchar(2));
    Expression other = literal("b+", ScalarType.varchar(2));
    assertDifferent(
        call("SIMILAR TO", ScalarType.BOOLEAN, B, one),
        call("SIMILAR TO", ScalarType.BOOLEAN, B, other));
  }

  @Test
  void inputAndZoneArePartOfTheShape() {
    Node.Calc node = calc(null, plus(A, number(1)));
    CalcShape shape = new CalcShape(node, INPUT.types(), ZoneOffset.UTC);
    assertNotEquals(shape, new CalcShape(node, INPUT.types(), ZoneId.of("Europe/Berlin")));
    List<DataType> notNull = List.of(ScalarType.BIGINT.withNullable(false), ScalarType.STRING);
    assertNotEquals(shape, new CalcShape(node, notNull, ZoneOffset.UTC));
    assertNotEquals(
        shape,
        new CalcShape(
            calc(call("=", ScalarType.BOOLEAN, A, number(1)), plus(A, number(1))),
            INPUT.types(),
            ZoneOffset.UTC));
  }

  @Test
  void aListMayBeDeeperThanAStack() {
    Expression chain = call("=", ScalarType.BOOLEAN, A, number(0));
    for (int i = 1; i < 50_000; i++) {
      Expression term = call("=", ScalarType.BOOLEAN, A, number(i));
      chain = call("OR", ScalarType.BOOLEAN, chain, term);
    }
    Node.Calc node = calc(chain, plus(A, number(1)));
    assertEquals(40_001, result(node, 40_000));
    assertEquals(null, result(node, 50_000));
  }

  @Test
  void aCalcWithoutLongListsIsNotCopied() {
    Node.Calc node =
        calc(call("=", ScalarType.BOOLEAN, A, number(1)), plus(plus(A, number(1)), A), B);
    assertSame(node, Membership.in(node));
  }
}
