package io.leat.sql.validate;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;

/**
 * A value that stands at several places of an expression and is computed once: {@code x} in what
 * {@code x IN (1, 2)} is rewritten to. The {@link SharedScope} around them tells where.
 */
public final class SharedValue extends TransparentOperator {
  private final int id;

  private SharedValue(int id) {
    super("SHARED" + id);
    this.id = id;
  }

  /** Equal for the same value of the nearest scope around it. */
  public int id() {
    return id;
  }

  /** Whether there is nothing to compute, or it is shared already. */
  private static boolean isPlain(SqlNode value) {
    return value instanceof SqlLiteral
        || value instanceof SqlDynamicParam
        || RegistryFunction.constant(value) != null
        || (value instanceof SqlCall call && call.getOperator() instanceof ParameterOperator)
        || (value instanceof SqlCall call && call.getOperator() instanceof SharedValue)
        || (value instanceof SqlIdentifier name && !isFunction(name));
  }

  private static boolean isFunction(SqlIdentifier name) {
    return name.isSimple() && RegistryFunction.isCalledWithoutParentheses(name.getSimple());
  }

  /**
   * The values shared in one expression. Numbers ascend from those within the values, so that equal
   * expressions have equal numbers, and a scope within a scope has others.
   */
  static final class Sharing {
    private int last;
    private boolean used;

    /** Begins with an expression of which parts are to be shared. */
    Sharing(SqlNode expression) {
      beyond(expression);
    }

    /** Numbers from now on are others than those in this expression. */
    void beyond(SqlNode expression) {
      expression.accept(
          new SqlBasicVisitor<Void>() {
            @Override
            @SuppressWarnings("NullAway") // a visitor for its effect
            public Void visit(SqlCall call) {
              if (call.getOperator() instanceof SharedValue shared) {
                last = Math.max(last, shared.id);
              }
              return super.visit(call);
            }
          });
    }

    /** The value, or what stands for it, at each of its places; rows column by column. */
    SqlNode share(SqlNode value) {
      if (isPlain(value)) {
        return value;
      }
      if (value.getKind() == SqlKind.ROW && value instanceof SqlCall row) {
        return row.getOperator()
            .createCall(
                value.getParserPosition(), row.getOperandList().stream().map(this::share).toList());
      }
      last++;
      used = true;
      return new SharedValue(last).createCall(value.getParserPosition(), value);
    }

    /** Shares a value that would not be the same if it were computed again. */
    SqlNode shareChanging(SqlNode value) {
      if (value.getKind() == SqlKind.ROW && value instanceof SqlCall row) {
        return row.getOperator()
            .createCall(
                value.getParserPosition(),
                row.getOperandList().stream().map(this::shareChanging).toList());
      }
      return changes(value) ? share(value) : value;
    }

    /** Whether anything is shared. */
    boolean isUsed() {
      return used;
    }

    /** The expression in which all places are. */
    SqlNode scope(SqlNode expression) {
      SqlParserPos pos = expression.getParserPosition();
      return used ? SharedScope.INSTANCE.createCall(pos, expression) : expression;
    }

    private static boolean changes(SqlNode value) {
      Changes changes = new Changes();
      value.accept(changes);
      return changes.found;
    }

    private static final class Changes extends SqlBasicVisitor<Void> {
      private boolean found;

      @Override
      @SuppressWarnings("NullAway") // a visitor for its effect
      public Void visit(SqlCall call) {
        found |= !call.getOperator().isDeterministic();
        return super.visit(call);
      }

      @Override
      @SuppressWarnings("NullAway") // a visitor for its effect
      public Void visit(SqlIdentifier name) {
        found |= isFunction(name);
        return super.visit(name);
      }
    }
  }
}
