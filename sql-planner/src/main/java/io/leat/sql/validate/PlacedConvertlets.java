package io.leat.sql.validate;

import java.util.function.UnaryOperator;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql2rel.SqlRexConvertlet;
import org.apache.calcite.sql2rel.SqlRexConvertletTable;
import org.apache.calcite.sql2rel.StandardConvertletTable;
import org.jspecify.annotations.Nullable;

/**
 * How calls become row expressions: casts stay as they are written, everything else is converted as
 * usual. Each call carries its position in the statement's text; what comes from the text of a view
 * or the like carries none, since it would point into another text.
 *
 * @param own whether it is the statement's own text that is converted
 */
record PlacedConvertlets(boolean own) implements SqlRexConvertletTable {

  @Override
  public @Nullable SqlRexConvertlet get(SqlCall call) {
    SqlRexConvertlet convertlet = convertlet(call);
    return convertlet == null
        ? null
        : (context, node) ->
            placed(
                convertlet.convertCall(context, node),
                context.getRexBuilder(),
                pos -> !own ? SqlParserPos.ZERO : pos.getLineNum() <= 0 ? position(node) : pos);
  }

  private static SqlParserPos position(SqlCall call) {
    return call.getParserPosition();
  }

  private static @Nullable SqlRexConvertlet convertlet(SqlCall call) {
    if (call.getOperator() instanceof CastOperator cast) {
      return (context, node) ->
          context
              .getRexBuilder()
              .makeAbstractCast(
                  context.getValidator().getValidatedNodeType(node),
                  context.convertExpression(node.operand(0)),
                  cast.safe());
    }
    return StandardConvertletTable.INSTANCE.get(call);
  }

  private static RexNode placed(
      RexNode converted, RexBuilder builder, UnaryOperator<SqlParserPos> position) {
    if (converted.getClass() != RexCall.class) {
      return converted;
    }
    RexCall call = (RexCall) converted;
    SqlParserPos place = position.apply(call.getParserPosition());
    return place.equals(call.getParserPosition())
        ? call
        : builder.makeCall(place, call.getType(), call.getOperator(), call.getOperands());
  }
}
