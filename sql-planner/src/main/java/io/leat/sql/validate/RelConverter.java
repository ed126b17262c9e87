package io.leat.sql.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.prepare.Prepare;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelRoot;
import org.apache.calcite.rel.logical.LogicalIntersect;
import org.apache.calcite.rel.logical.LogicalMinus;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalUnion;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlSetOperator;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql2rel.SqlRexConvertletTable;
import org.apache.calcite.sql2rel.SqlToRelConverter;
import org.jspecify.annotations.Nullable;

/** Calcite's converter, which also knows recursion with the types of its first query. */
final class RelConverter extends SqlToRelConverter {
  private final boolean own;

  /** What hints say of the inputs of the block whose FROM is converted, by name. */
  private Map<String, StateLifetime> lifetimes = Map.of();

  /**
   * A converter of one query.
   *
   * @param own whether it is the statement's own text
   */
  RelConverter(
      boolean own,
      SqlValidator validator,
      Prepare.CatalogReader reader,
      RelOptCluster cluster,
      SqlRexConvertletTable convertlets,
      Config config) {
    super(
        (type, text, schemaPath, viewPath) -> {
          throw new AssertionError("views are expanded by their tables");
        },
        validator,
        reader,
        cluster,
        convertlets,
        config);
    this.own = own;
  }

  /**
   * The relational expression of a validated query; nullability may differ from the validator's.
   */
  RelNode convert(SqlNode query) {
    RelDataType rowType = validator().getValidatedNodeType(query);
    // Columns behind those of the row type are there to be ordered by only.
    RelNode rel = RelRoot.of(converted(query), rowType, query.getKind()).project();
    List<RelDataTypeField> validated = rowType.getFieldList();
    for (RelDataTypeField field : validated) {
      RelDataType converted = rel.getRowType().getFieldList().get(field.getIndex()).getType();
      if (!SqlTypeUtil.equalSansNullability(typeFactory, converted, field.getType())) {
        throw new AssertionError(
            "column " + field + " has become " + converted.getFullTypeString());
      }
    }
    return rel;
  }

  private RelNode converted(SqlNode query) {
    try {
      return convertQueryRecursive(query, true, null).rel;
    } catch (IllegalStateException | AssertionError failure) {
      // Thrown where a correlated right side meets a join that keeps rows of it.
      if (!String.valueOf(failure.getMessage()).matches(".* join type (RIGHT|FULL)")) {
        throw failure;
      }
      throw QueryRewriter.refused(
          "RIGHT or FULL JOIN with a relation that names columns of the left one",
          "use INNER or LEFT JOIN",
          query);
    }
  }

  @Override
  protected void convertSelectImpl(Blackboard board, Blackboard measures, SqlSelect select) {
    Map<String, StateLifetime> around = lifetimes;
    lifetimes = Map.of();
    if (select.hasHints()) {
      // They are not for Calcite's rules; a common table is converted once for each use.
      SqlNodeList hints = select.getHints();
      lifetimes = StateHints.of(hints, own);
      select.setHints(SqlNodeList.EMPTY);
      super.convertSelectImpl(board, measures, select);
      select.setHints(hints);
    } else {
      super.convertSelectImpl(board, measures, select);
    }
    lifetimes = around;
  }

  @Override
  protected void convertFrom(
      Blackboard board, @Nullable SqlNode from, @Nullable List<String> fieldNames) {
    if (from instanceof SqlJoin join) {
      NestedJoins.requireIndependent(join);
    }
    if (from == null || from instanceof SqlJoin) {
      super.convertFrom(board, from, fieldNames);
      return;
    }
    StateLifetime lifetime = StateHints.of(from, lifetimes);
    Map<String, StateLifetime> around = lifetimes;
    lifetimes = Map.of();
    super.convertFrom(board, from, fieldNames);
    lifetimes = around;
    if (lifetime != null) {
      RelNode rows = Objects.requireNonNull(board.root, "rows");
      board.setRoot(new KeptInput(cluster, rows.getTraitSet(), rows, lifetime), true);
    }
  }

  private SqlValidator validator() {
    return Objects.requireNonNull(validator, "validator");
  }

  @Override
  protected RelNode convertSetOp(SqlCall call) {
    RelDataType type = validator().getValidatedNodeType(call);
    if (!(call.getOperator() instanceof RecursiveUnion union)) {
      boolean same = call.getOperandList().stream().allMatch(side -> sameTypes(side, type));
      return same ? super.convertSetOp(call) : convertTyped(call, type);
    }
    RelNode base = typed(convertQueryRecursive(call.operand(0), false, null).project(), type);
    RelNode step = typed(convertQueryRecursive(call.operand(1), false, null).project(), type);
    LinearRecursion.require(step, union.relation(), call.operand(1));
    return new Recursion(cluster, base.getTraitSet(), base, step, union.relation(), union.isAll());
  }

  private boolean sameTypes(SqlNode side, RelDataType type) {
    List<RelDataTypeField> fields = validator().getValidatedNodeType(side).getFieldList();
    return type.getFieldList().stream()
        .allMatch(
            field ->
                SqlTypeUtil.equalSansNullability(
                    typeFactory, fields.get(field.getIndex()).getType(), field.getType()));
  }

  /** Both sides in the types they have in common, which Calcite does for literals of few types. */
  private RelNode convertTyped(SqlCall call, RelDataType type) {
    List<RelNode> sides = new ArrayList<>();
    for (SqlNode side : call.getOperandList()) {
      sides.add(typed(convertQueryRecursive(side, false, null).project(), type));
    }
    boolean all = ((SqlSetOperator) call.getOperator()).isAll();
    return switch (call.getKind()) {
      case UNION -> LogicalUnion.create(sides, all);
      case INTERSECT -> LogicalIntersect.create(sides, all);
      case EXCEPT -> LogicalMinus.create(sides, all);
      default -> throw new AssertionError(call.getKind());
    };
  }

  /** The columns converted to the types, also where only nullability differs. */
  private RelNode typed(RelNode rel, RelDataType type) {
    RexBuilder rexBuilder = cluster.getRexBuilder();
    List<RexNode> columns = new ArrayList<>();
    for (RelDataTypeField field : type.getFieldList()) {
      RexNode column = rexBuilder.makeInputRef(rel, field.getIndex());
      columns.add(
          column.getType().equals(field.getType())
              ? column
              : rexBuilder.makeAbstractCast(field.getType(), column, false));
    }
    return LogicalProject.create(rel, List.of(), columns, type.getFieldNames(), Set.of());
  }
}
