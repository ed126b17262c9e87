package io.leat.sql.validate;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelRecordType;
import org.apache.calcite.sql.type.SqlTypeFactoryImpl;

/** Types whose text is Unicode, and rows that may be NULL without making their fields nullable. */
final class LeatTypeFactory extends SqlTypeFactoryImpl {

  LeatTypeFactory() {
    super(LeatTypeSystem.INSTANCE);
  }

  @Override
  public Charset getDefaultCharset() {
    return StandardCharsets.UTF_8;
  }

  @Override
  public RelDataType createTypeWithNullability(RelDataType type, boolean nullable) {
    if (type instanceof RelRecordType row && type.isNullable() != nullable) {
      return canonize(new RelRecordType(row.getStructKind(), row.getFieldList(), nullable));
    }
    return super.createTypeWithNullability(type, nullable);
  }
}
