package io.leat.sql.lower;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ScalarType;
import io.leat.runtime.types.TypeKind;
import java.util.List;
import java.util.Set;

/** Which expressions fail on no row. What is not known to be one may fail. */
final class FailureFree {
  private static final Set<String> FUNCTIONS =
      Set.of(
          "=",
          "<>",
          "<",
          "<=",
          ">",
          ">=",
          "AND",
          "OR",
          "NOT",
          "IS NULL",
          "IS NOT NULL",
          "IS TRUE",
          "IS NOT TRUE",
          "IS FALSE",
          "IS NOT FALSE",
          "IS DISTINCT FROM",
          "IS NOT DISTINCT FROM",
          "COALESCE",
          "||",
          "CONCAT",
          "UPPER",
          "LOWER",
          "BTRIM",
          "LTRIM",
          "RTRIM",
          "SUBSTRING",
          "LEFT",
          "RIGHT",
          "CHAR_LENGTH",
          "OCTET_LENGTH",
          "POSITION");

  /** Each has room for the values of those before it. */
  private static final List<TypeKind> WHOLE_NUMBERS =
      List.of(TypeKind.TINYINT, TypeKind.SMALLINT, TypeKind.INTEGER, TypeKind.BIGINT);

  private FailureFree() {}

  /** Whether an expression fails on no row. */
  static boolean is(Expression expression) {
    boolean own =
        expression instanceof Expression.InputRef
            || expression instanceof Expression.Constant
            || expression instanceof Expression.Case
            || (expression instanceof Expression.Cast cast && is(cast))
            || (expression instanceof Expression.Call call && FUNCTIONS.contains(call.function()));
    return own && expression.parts().stream().allMatch(FailureFree::is);
  }

  private static boolean is(Expression.Cast cast) {
    DataType from = cast.argument().type();
    int size = WHOLE_NUMBERS.indexOf(from.kind());
    return cast.safe()
        || from.withNullable(true).equals(cast.type().withNullable(true))
        || (size >= 0
            && (WHOLE_NUMBERS.indexOf(cast.type().kind()) >= size
                || cast.type().withNullable(true).equals(ScalarType.STRING)));
  }
}
