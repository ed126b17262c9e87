package io.leat.sql.validate;

import io.leat.runtime.types.ScalarType;
import org.apache.calcite.rel.type.RelDataTypeSystemImpl;
import org.apache.calcite.sql.type.SqlTypeName;

/** The limits and defaults of Leat's types in Calcite's terms. */
final class LeatTypeSystem extends RelDataTypeSystemImpl {
  static final LeatTypeSystem INSTANCE = new LeatTypeSystem();

  private static final int MAX_SECOND_FRACTION = 9;
  private static final int DEFAULT_SECOND_FRACTION = 6;

  private LeatTypeSystem() {}

  @Override
  public int getMaxPrecision(SqlTypeName type) {
    return switch (type) {
      case DECIMAL -> ScalarType.MAX_DECIMAL_PRECISION;
      case CHAR, VARCHAR, BINARY, VARBINARY -> ScalarType.UNBOUNDED;
      case TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> MAX_SECOND_FRACTION;
      default -> super.getMaxPrecision(type);
    };
  }

  @Override
  public int getMinPrecision(SqlTypeName type) {
    return switch (type) {
      case TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> 0;
      default -> super.getMinPrecision(type);
    };
  }

  @Override
  public int getMaxScale(SqlTypeName type) {
    return type == SqlTypeName.DECIMAL ? ScalarType.MAX_DECIMAL_PRECISION : super.getMaxScale(type);
  }

  @Override
  public int getDefaultPrecision(SqlTypeName type) {
    return switch (type) {
      case VARCHAR, VARBINARY -> ScalarType.UNBOUNDED;
      case TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> DEFAULT_SECOND_FRACTION;
      default -> super.getDefaultPrecision(type);
    };
  }

  @Override
  public boolean shouldConvertRaggedUnionTypesToVarying() {
    return true;
  }
}
