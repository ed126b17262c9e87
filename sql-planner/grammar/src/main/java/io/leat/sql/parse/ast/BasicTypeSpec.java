package io.leat.sql.parse.ast;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlCollation;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.util.Litmus;

/**
 * A {@link BasicType} with the length, or precision and scale, that was written; -1 where none was.
 */
public final class BasicTypeSpec extends SqlTypeNameSpec {
  private final BasicType type;
  private final int precision;
  private final int scale;

  public BasicTypeSpec(BasicType type, int precision, int scale, SqlParserPos pos) {
    super(new SqlIdentifier(type.words(), pos), pos);
    this.type = type;
    this.precision = precision;
    this.scale = scale;
  }

  public BasicType type() {
    return type;
  }

  /** As written, or the default; -1 where the type has none. */
  public int precision() {
    return precision >= 0 ? precision : type.defaultPrecision();
  }

  /** As written, or the default; 0 where the type has none. */
  public int scale() {
    if (scale >= 0) {
      return scale;
    }
    return type == BasicType.DECIMAL && precision < 0 ? BasicType.DECIMAL_DEFAULT_SCALE : 0;
  }

  @Override
  public RelDataType deriveType(SqlValidator validator) {
    RelDataTypeFactory factory = validator.getTypeFactory();
    RelDataType derived;
    if (type == BasicType.DECIMAL) {
      derived = factory.createSqlType(type.calciteName(), precision(), scale());
    } else if (precision() >= 0) {
      derived = factory.createSqlType(type.calciteName(), precision());
    } else {
      derived = factory.createSqlType(type.calciteName());
    }
    if (SqlTypeUtil.inCharFamily(derived)) {
      derived =
          factory.createTypeWithCharsetAndCollation(
              derived, factory.getDefaultCharset(), SqlCollation.COERCIBLE);
    }
    return derived;
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword(type.words());
    if (precision >= 0) {
      SqlWriter.Frame frame = writer.startList(SqlWriter.FrameTypeEnum.FUN_CALL, "(", ")");
      writer.print(precision);
      if (scale >= 0) {
        writer.sep(",", true);
        writer.print(scale);
      }
      writer.endList(frame);
    }
  }

  @Override
  public boolean equalsDeep(SqlTypeNameSpec spec, Litmus litmus) {
    return spec instanceof BasicTypeSpec that
            && type == that.type
            && precision == that.precision
            && scale == that.scale
        || litmus.fail("{} != {}", this, spec);
  }
}
