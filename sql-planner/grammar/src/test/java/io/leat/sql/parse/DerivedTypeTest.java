package io.leat.sql.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Properties;
import org.apache.calcite.config.CalciteConnectionConfigImpl;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.jdbc.JavaTypeFactoryImpl;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.type.RelDataTypeSystemImpl;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorUtil;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Type text to Calcite type, under a type system as wide as the engine's. */
class DerivedTypeTest {
  private static final SqlValidator VALIDATOR = validator();

  private static SqlValidator validator() {
    JavaTypeFactoryImpl types =
        new JavaTypeFactoryImpl(
            new RelDataTypeSystemImpl() {
              @Override
              public int getMaxPrecision(SqlTypeName name) {
                return switch (name) {
                  case DECIMAL -> 38;
                  case TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> 9;
                  case VARCHAR, VARBINARY -> Integer.MAX_VALUE;
                  default -> super.getMaxPrecision(name);
                };
              }

              @Override
              public int getMaxScale(SqlTypeName name) {
                return name == SqlTypeName.DECIMAL ? 38 : super.getMaxScale(name);
              }
            });
    CalciteCatalogReader catalog =
        new CalciteCatalogReader(
            CalciteSchema.createRootSchema(false),
            List.of(),
            types,
            new CalciteConnectionConfigImpl(new Properties()));
    return SqlValidatorUtil.newValidator(
        SqlStdOperatorTable.instance(), catalog, types, SqlValidator.Config.DEFAULT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "INT; INTEGER",
        "INT NOT NULL; INTEGER NOT NULL",
        "DECIMAL; DECIMAL(38, 18)",
        "DECIMAL(10); DECIMAL(10, 0)",
        "DECIMAL(10, 2) NOT NULL; DECIMAL(10, 2) NOT NULL",
        "VARCHAR; VARCHAR(2147483647)",
        "TEXT; VARCHAR(2147483647)",
        "VARCHAR(7); VARCHAR(7)",
        "CHAR; CHAR(1)",
        "BYTES; VARBINARY(2147483647)",
        "TIME; TIME(0)",
        "TIMESTAMP; TIMESTAMP(6)",
        "TIMESTAMP(9); TIMESTAMP(9)",
        "TIMESTAMPTZ; TIMESTAMP_WITH_LOCAL_TIME_ZONE(6)",
        "REAL; FLOAT",
        "FLOAT8; DOUBLE",
        "ARRAY<INT>; INTEGER ARRAY",
        "ARRAY<INT NOT NULL> NOT NULL; INTEGER NOT NULL ARRAY NOT NULL",
        "MULTISET<INT>; INTEGER MULTISET",
        "MAP<INT NOT NULL, BIGINT>; (INTEGER NOT NULL, BIGINT) MAP",
        "ROW<a INT, b ARRAY<DATE> NOT NULL> NOT NULL; RecordType:peek_no_expand(INTEGER a, DATE ARRAY NOT NULL b) NOT NULL",
        "INTERVAL DAY(3) TO SECOND(3); INTERVAL DAY(3) TO SECOND(3)",
      })
  void type(String sql, String expected) {
    String full = StatementParser.parseDataType(sql).deriveType(VALIDATOR).getFullTypeString();
    assertEquals(expected, full.replaceAll(" CHARACTER SET \"[^\"]*\"", ""));
  }
}
