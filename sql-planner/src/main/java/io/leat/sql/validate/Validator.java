package io.leat.sql.validate;

import io.leat.runtime.types.ScalarType;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SelectNamespace;
import org.apache.calcite.sql.validate.SqlValidatorImpl;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.sql.validate.implicit.TypeCoercion;
import org.apache.calcite.sql.validate.implicit.TypeCoercionImpl;
import org.jspecify.annotations.Nullable;

/** Calcite's validator, which also takes a bare NULL or parameter whose type nothing tells. */
final class Validator extends SqlValidatorImpl {

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
  protected void inferUnknownTypes(
      RelDataType inferredType, SqlValidatorScope scope, SqlNode node) {
    if (SqlUtil.isNullLiteral(node, false)) {
      boolean unknown = inferredType.equals(unknownType);
      RelDataType type =
          unknown
              ? typeFactory.createSqlType(SqlTypeName.NULL)
              : typeFactory.createTypeWithNullability(inferredType, true);
      setValidatedNodeType(node, type);
    } else if (node instanceof SqlDynamicParam && inferredType.equals(unknownType)) {
      setValidatedNodeType(node, TypeMapping.toRelType(ScalarType.STRING, typeFactory));
    } else {
      super.inferUnknownTypes(inferredType, scope, node);
    }
  }
}
