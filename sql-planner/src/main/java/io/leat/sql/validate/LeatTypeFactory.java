package io.leat.sql.validate;

import io.leat.runtime.types.DataType;
import io.leat.runtime.types.TypeInference;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelRecordType;
import org.apache.calcite.rel.type.StructKind;
import org.apache.calcite.sql.type.SqlTypeFactoryImpl;
import org.apache.calcite.sql.type.SqlTypeMappingRule;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;

/**
 * Types whose text is Unicode, and values of ROW types that may be NULL without making their fields
 * nullable. The columns of a relation that an outer join fills up do become nullable.
 */
final class LeatTypeFactory extends SqlTypeFactoryImpl {

  LeatTypeFactory() {
    super(LeatTypeSystem.INSTANCE);
  }

  @Override
  public Charset getDefaultCharset() {
    return StandardCharsets.UTF_8;
  }

  /** FLOAT has 4 bytes, which is what Calcite calls REAL. */
  @Override
  public RelDataType createSqlType(SqlTypeName type) {
    return super.createSqlType(type == SqlTypeName.FLOAT ? SqlTypeName.REAL : type);
  }

  /** What {@link TypeInference#common} finds, field by field for rows. */
  @Override
  public @Nullable RelDataType leastRestrictive(
      List<RelDataType> types, SqlTypeMappingRule mappingRule) {
    boolean mapped =
        types.stream()
            .noneMatch(
                type ->
                    (type.isStruct() && !isValue(type))
                        || type.getSqlTypeName() == SqlTypeName.ANY
                        || type.getSqlTypeName() == SqlTypeName.UNKNOWN
                        || type.getSqlTypeName() == SqlTypeName.SYMBOL);
    if (!mapped || types.isEmpty()) {
      return super.leastRestrictive(types, mappingRule);
    }
    DataType common = TypeInference.common(types.stream().map(TypeMapping::toDataType).toList());
    return common == null ? null : TypeMapping.toRelType(common, this);
  }

  /** Whether values are one, of type ROW, not the columns of a relation. */
  private static boolean isValue(RelDataType type) {
    return type.isStruct() && type.getStructKind() == StructKind.PEEK_FIELDS_NO_EXPAND;
  }

  @Override
  public RelDataType createTypeWithNullability(RelDataType type, boolean nullable) {
    if (isValue(type) && type instanceof RelRecordType row && type.isNullable() != nullable) {
      return canonize(new RelRecordType(row.getStructKind(), row.getFieldList(), nullable));
    }
    return super.createTypeWithNullability(type, nullable);
  }
}
