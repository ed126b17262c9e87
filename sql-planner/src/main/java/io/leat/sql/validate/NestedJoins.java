package io.leat.sql.validate;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.validate.SqlValidatorUtil;

/**
 * Joins in parentheses on the right of a join. Calcite looks up what a LATERAL relation in there
 * names among the columns of the whole FROM clause, as if its first relation were the first of the
 * parentheses: the columns that it finds are others.
 */
final class NestedJoins {
  private NestedJoins() {}

  /**
   * Refuses a join whose right side is a join in which one relation names columns of another one.
   *
   * @param join validated: columns are named with their relations
   */
  static void requireIndependent(SqlJoin join) {
    if (join.getRight() instanceof SqlJoin nested) {
      Set<String> names = new HashSet<>();
      addNames(nested, names);
      requireIndependent(nested, names);
    }
  }

  private static void addNames(SqlNode from, Set<String> names) {
    if (from instanceof SqlJoin join) {
      addNames(join.getLeft(), names);
      addNames(join.getRight(), names);
      return;
    }
    String alias = SqlValidatorUtil.alias(from);
    if (alias != null) {
      names.add(alias.toLowerCase(Locale.ROOT));
    }
  }

  private static void requireIndependent(SqlNode from, Set<String> names) {
    if (from instanceof SqlJoin join) {
      requireIndependent(join.getLeft(), names);
      requireIndependent(join.getRight(), names);
      return;
    }
    SqlNode relation = Objects.requireNonNull(SqlUtil.stripAs(from), "relation");
    if (relation.getKind() == SqlKind.LATERAL
        || relation.getKind() == SqlKind.UNNEST
        || relation.getKind() == SqlKind.COLLECTION_TABLE) {
      relation.accept(new References(names, from));
    }
  }

  /** Finds columns of other relations. */
  private static final class References extends SqlBasicVisitor<Void> {
    private final Set<String> names;
    private final SqlNode relation;

    References(Set<String> names, SqlNode relation) {
      this.names = names;
      this.relation = relation;
    }

    @Override
    public Void visit(SqlIdentifier identifier) {
      List<String> path = identifier.names;
      if (path.size() > 1 && names.contains(path.get(0).toLowerCase(Locale.ROOT))) {
        throw QueryRewriter.refused(
            "a relation that names columns of another one, in a join in parentheses on the right",
            "put the join in parentheses into a query: (SELECT … FROM …) AS name",
            relation);
      }
      return null;
    }

    @Override
    public Void visit(SqlCall call) {
      call.getOperandList().stream()
          .filter(Objects::nonNull)
          .forEach(operand -> operand.accept(this));
      return null;
    }
  }
}
