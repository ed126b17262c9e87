package io.leat.runtime.codegen;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.Slice;
import io.leat.runtime.scalar.LongSet;
import io.leat.runtime.scalar.SliceSet;
import io.leat.runtime.types.ArrayType;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.ScalarType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Long lists of constants as sets: {@code x = 1 OR x = 2 OR …} becomes one look-up {@code IN},
 * whose code does not grow with the list; {@code x <> 1 AND x <> 2 AND …} its negation. Both are
 * NULL if x is, as the comparisons are.
 */
@SuppressWarnings("ReferenceEquality") // What is unchanged is the same object.
final class Membership {
  /** The operator, of a value and a literal whose value is the set itself. */
  static final String IN = "IN";

  /** Of fewer constants the comparisons are quicker, or about as quick. */
  private static final int FEWEST = 24;

  private Membership() {}

  /** The node with sets in the place of long lists; the same object if it has none. */
  static Node.Calc in(Node.Calc node) {
    Expression condition = node.condition().orElse(null);
    Expression rewritten = condition == null ? null : in(condition);
    List<Expression> projections = in(node.projections());
    return rewritten == condition && projections == node.projections()
        ? node
        : new Node.Calc(
            node.id(), node.input(), Optional.ofNullable(rewritten), projections, node.schema());
  }

  private static Expression in(Expression expression) {
    if (expression instanceof Expression.Call call) {
      Expression membership = membership(call);
      if (membership != null) {
        return membership;
      }
      List<Expression> arguments = in(call.arguments());
      return arguments == call.arguments()
          ? call
          : new Expression.Call(call.function(), arguments, call.type(), call.place());
    }
    if (expression instanceof Expression.UserCall call) {
      List<Expression> arguments = in(call.arguments());
      return arguments == call.arguments()
          ? call
          : new Expression.UserCall(
              call.method(), arguments, call.rows(), call.type(), call.place());
    }
    if (expression instanceof Expression.Cast cast) {
      Expression argument = in(cast.argument());
      return argument == cast.argument()
          ? cast
          : new Expression.Cast(argument, cast.type(), cast.safe(), cast.place());
    }
    if (expression instanceof Expression.Let let) {
      Expression value = in(let.value());
      Expression body = in(let.body());
      return value == let.value() && body == let.body()
          ? let
          : new Expression.Let(let.id(), value, body);
    }
    return expression instanceof Expression.Case choice ? inCase(choice) : expression;
  }

  private static Expression inCase(Expression.Case choice) {
    List<Expression.Case.Branch> branches = new ArrayList<>(choice.branches().size());
    boolean same = true;
    for (Expression.Case.Branch branch : choice.branches()) {
      Expression condition = in(branch.condition());
      Expression result = in(branch.result());
      same &= condition == branch.condition() && result == branch.result();
      branches.add(new Expression.Case.Branch(condition, result));
    }
    Expression otherwise = in(choice.otherwise());
    return same && otherwise == choice.otherwise()
        ? choice
        : new Expression.Case(branches, otherwise, choice.type());
  }

  private static List<Expression> in(List<Expression> expressions) {
    List<Expression> rewritten = null;
    for (int i = 0; i < expressions.size(); i++) {
      Expression each = in(expressions.get(i));
      if (each != expressions.get(i)) {
        if (rewritten == null) {
          rewritten = new ArrayList<>(expressions);
        }
        rewritten.set(i, each);
      }
    }
    return rewritten == null ? expressions : rewritten;
  }

  /**
   * How many terms a chain has; the count stops at about {@link #FEWEST}, which a chain has that is
   * so deep.
   */
  private static int terms(Expression expression, String function, int depth) {
    if (!(expression instanceof Expression.Call call) || !call.function().equals(function)) {
      return 1;
    }
    int terms = depth < FEWEST ? 0 : FEWEST;
    for (int i = 0; i < call.arguments().size() && terms < FEWEST; i++) {
      terms += terms(call.arguments().get(i), function, depth + 1);
    }
    return terms;
  }

  /** Null if the call is no chain of comparisons of one value with many constants. */
  private static @Nullable Expression membership(Expression.Call chain) {
    boolean negated = chain.function().equals("AND");
    if (!negated && !chain.function().equals("OR")) {
      return null;
    }
    if (terms(chain, chain.function(), 0) < FEWEST) {
      return null;
    }
    String comparison = negated ? "<>" : "=";
    List<Expression.Literal> members = new ArrayList<>();
    Expression value = null;
    Deque<Expression> left = new ArrayDeque<>(List.of(chain));
    while (!left.isEmpty()) {
      if (!(left.pop() instanceof Expression.Call term)) {
        return null;
      }
      if (term.function().equals(chain.function())) {
        term.arguments().forEach(left::push);
        continue;
      }
      Expression.Literal member = member(term, comparison);
      if (member == null || (value != null && !value.equals(term.arguments().get(0)))) {
        return null;
      }
      value = term.arguments().get(0);
      members.add(member);
    }
    return value == null || members.size() < FEWEST ? null : lookup(value, members, chain, negated);
  }

  /** The constant that a term compares with; null if it does not, or if no set is like that. */
  private static Expression.@Nullable Literal member(Expression.Call term, String comparison) {
    if (!term.function().equals(comparison)
        || !(term.arguments().get(1) instanceof Expression.Literal literal)
        || literal.value() == null
        || !areAlike(term.arguments().get(0).type(), literal.type())) {
      return null;
    }
    return literal;
  }

  /** Whether values of both types are equal if what generated code holds of them is. */
  private static boolean areAlike(DataType a, DataType b) {
    JavaForm form = JavaForm.of(a);
    if (form == JavaForm.SLICE) {
      return JavaForm.of(b) == form;
    }
    boolean hasSet = form.isPrimitive() && form != JavaForm.BOOLEAN;
    return hasSet && a.withNullable(false).equals(b.withNullable(false));
  }

  private static Expression lookup(
      Expression value, List<Expression.Literal> members, Expression.Call chain, boolean negated) {
    DataType type = value.type();
    Expression lookup =
        new Expression.Call(
            IN,
            List.of(
                in(value),
                new Expression.Literal(
                    set(JavaForm.of(type), members), new ArrayType(type, false))),
            ScalarType.BOOLEAN.withNullable(type.nullable()),
            chain.place());
    return negated
        ? new Expression.Call("NOT", List.of(lookup), lookup.type(), chain.place())
        : lookup;
  }

  private static Object set(JavaForm form, List<Expression.Literal> members) {
    List<Slice> texts = new ArrayList<>();
    List<Long> numbers = new ArrayList<>();
    for (Expression.Literal member : members) {
      Object held = form.constant(Objects.requireNonNull(member.value()));
      if (held instanceof Slice text) {
        texts.add(text);
      } else if (form == JavaForm.FLOAT || form == JavaForm.DOUBLE) {
        numbers.add(LongSet.bits(((Number) held).doubleValue()));
      } else {
        numbers.add(((Number) held).longValue());
      }
    }
    return form == JavaForm.SLICE ? new SliceSet(texts) : new LongSet(numbers);
  }

  /** The Java expression of a look-up. */
  static String code(Operand value, Operand set) {
    String type = value.form() == JavaForm.SLICE ? "SliceSet" : "LongSet";
    return "((" + type + ") " + set.value() + ").contains(" + value.value() + ")";
  }
}
