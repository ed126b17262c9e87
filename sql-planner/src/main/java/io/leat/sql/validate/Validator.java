package io.leat.sql.validate;

import io.leat.runtime.types.ScalarType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.fun.SqlInOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.validate.AggregatingScope;
import org.apache.calcite.sql.validate.SelectNamespace;
import org.apache.calcite.sql.validate.SqlValidatorImpl;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.sql.validate.implicit.TypeCoercion;
import org.apache.calcite.sql.validate.implicit.TypeCoercionImpl;
import org.apache.calcite.util.Static;
import org.jspecify.annotations.Nullable;

/** Calcite's validator, which also takes a bare NULL or parameter whose type nothing tells. */
final class Validator extends SqlValidatorImpl {
  /** Calls whose operands' parameters have types, so that the operands have. */
  private final Set<SqlNode> inferred = Collections.newSetFromMap(new IdentityHashMap<>());

  private boolean hasParameters;

  Validator(CalciteCatalogReader reader, RelDataTypeFactory types, Config config) {
    super(OperatorTable.INSTANCE, reader, types, config);
  }

  /** Columns of USING are compared as {@code =} does it, which converts where it must. */
  @Override
  public TypeCoercion getTypeCoercion() {
    return new TypeCoercionImpl(getTypeFactory(), this) {
      @Override
      public @Nullable RelDataType commonTypeForBinaryComparison(
          @Nullable RelDataType left, @Nullable RelDataType right) {
        return null;
      }
    };
  }

  @Override
  protected SelectNamespace createSelectNamespace(SqlSelect select, SqlNode enclosing) {
    return select instanceof RecursionBase base
        ? new RecursionBase.Namespace(this, base, enclosing)
        : super.createSelectNamespace(select, enclosing);
  }

  @Override
  public SqlNode validate(SqlNode statement) {
    hasParameters = ParameterInference.hasParameter(statement);
    return super.validate(statement);
  }

  /**
   * Calcite looks for windows in the queries inside HAVING too, where they may stand; that is the
   * last thing that it does before the condition itself is checked.
   */
  @Override
  protected void validateHavingClause(SqlSelect select) {
    try {
      super.validateHavingClause(select);
    } catch (CalciteContextException refused) {
      SqlNode having = select.getHaving();
      if (having == null
          || !isWindowRefused(refused)
          || Windows.isIn(having)
          || !(getSelectScope(select) instanceof AggregatingScope scope)) {
        throw refused;
      }
      inferUnknownTypes(typeFactory.createSqlType(SqlTypeName.BOOLEAN), scope, having);
      scope.checkAggregateExpr(having, true);
      having.validate(this, scope);
      if (!SqlTypeUtil.inBooleanFamily(deriveType(scope, having))) {
        throw newValidationError(having, Static.RESOURCE.havingMustBeBoolean());
      }
    }
  }

  private static boolean isWindowRefused(CalciteContextException refused) {
    String reason = Static.RESOURCE.windowInHavingNotAllowed().ex().getMessage();
    Throwable cause = refused.getCause();
    return cause != null && Objects.equals(reason, cause.getMessage());
  }

  /** Finds windows outside of the queries in an expression. */
  private static final class Windows extends SqlBasicVisitor<Void> {
    private boolean found;

    static boolean isIn(SqlNode expression) {
      Windows windows = new Windows();
      expression.accept(windows);
      return windows.found;
    }

    @Override
    public Void visit(SqlCall call) {
      found |= call.getKind() == SqlKind.OVER;
      return QueryConverter.isQuery(call) ? null : super.visit(call);
    }
  }

  /**
   * A value of type ROW that is looked for in a query's rows is one column of theirs; an
   * aggregate's order has types behind FILTER too, where Calcite gives it none.
   */
  @Override
  public RelDataType deriveType(SqlValidatorScope scope, SqlNode node) {
    if (node.getKind() == SqlKind.FILTER
        && ((SqlCall) node).operand(0).getKind() == SqlKind.WITHIN_GROUP) {
      SqlCall ordered = ((SqlCall) node).operand(0);
      SqlValidatorScope rows = scope.getOperandScope(ordered.operand(0));
      ordered.<SqlNodeList>operand(1).forEach(item -> deriveType(rows, item));
    }
    if (node instanceof SqlCall call
        && call.getOperator() instanceof SqlInOperator
        && call.operand(0).getKind() != SqlKind.ROW
        && QueryConverter.isQuery(call.operand(1))
        && deriveType(scope, call.operand(0)).isStruct()) {
      SqlNode value = call.operand(0);
      call.setOperand(0, SqlStdOperatorTable.ROW.createCall(value.getParserPosition(), value));
    }
    if (node instanceof SqlBasicCall call
        && call.getOperator() instanceof SqlInOperator
        && call.operand(0).getKind() != SqlKind.ROW
        && call.operand(1) instanceof SqlNodeList members) {
      compareExactly(scope, call, members);
    }
    return super.deriveType(scope, node);
  }

  private void compareExactly(SqlValidatorScope scope, SqlBasicCall call, SqlNodeList members) {
    List<RelDataType> types = new ArrayList<>(members.size() + 1);
    types.add(deriveType(scope, call.operand(0)));
    members.forEach(member -> types.add(deriveType(scope, member)));
    if (types.stream().allMatch(ExactMembership::isNumber)
        && ExactMembership.isNeeded(types.stream().map(TypeMapping::toDataType).toList())) {
      ExactMembership.rewrite(call, call.operand(0), members);
    }
  }

  @Override
  protected void inferUnknownTypes(
      RelDataType inferredType, SqlValidatorScope scope, SqlNode node) {
    if (hasParameters && node instanceof SqlCall call && !QueryConverter.isQuery(call)) {
      inferInside(scope, call);
      if (call.getOperator() instanceof SqlInOperator
          && call.operand(0) instanceof SqlDynamicParam
          && call.operand(1) instanceof SqlNodeList list) {
        inferMembers(scope, call.operand(0), list);
        return;
      }
    }
    if (SqlUtil.isNullLiteral(node, false)) {
      boolean unknown = inferredType.equals(unknownType);
      RelDataType type =
          unknown
              ? typeFactory.createSqlType(SqlTypeName.NULL)
              : typeFactory.createTypeWithNullability(inferredType, true);
      setValidatedNodeType(node, type);
    } else if (node instanceof TypedParameter param) {
      setValidatedNodeType(node, TypeMapping.toRelType(param.type(), typeFactory));
    } else if (node instanceof SqlDynamicParam && inferredType.equals(unknownType)) {
      setValidatedNodeType(node, TypeMapping.toRelType(ScalarType.STRING, typeFactory));
    } else {
      super.inferUnknownTypes(inferredType, scope, node);
    }
  }

  /** Parameters inside operands come first: the types of the operands then are known. */
  private void inferInside(SqlValidatorScope scope, SqlCall call) {
    if (!inferred.add(call)) {
      return;
    }
    for (SqlNode operand : call.getOperandList()) {
      if (operand instanceof SqlCall inner
          && !QueryConverter.isQuery(inner)
          && ParameterInference.hasParameter(inner)) {
        inferUnknownTypes(unknownType, scope, inner);
      }
    }
  }

  /** {@code ? IN (a, b)}: the type of the first member that has one. */
  private void inferMembers(SqlValidatorScope scope, SqlNode value, SqlNodeList list) {
    RelDataType type = unknownType;
    for (SqlNode member : list) {
      if (type.equals(unknownType) && !(member instanceof SqlDynamicParam)) {
        inferUnknownTypes(unknownType, scope, member);
        type = deriveType(scope, member);
      }
    }
    inferUnknownTypes(type, scope, value);
    for (SqlNode member : list) {
      inferUnknownTypes(type, scope, member);
    }
  }
}
