package io.leat.sql.validate;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlSetOperator;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;

/**
 * The UNION of WITH RECURSIVE: the first query is where it begins, the second reads the relation
 * itself. The result has the types of the first.
 */
final class RecursiveUnion extends SqlSetOperator {
  private static final int PRECEDENCE = 12;

  private final String relation;

  /**
   * The operator of one recursive relation.
   *
   * @param relation the name that WITH gives it
   * @param all whether rows count as often as they are found
   */
  RecursiveUnion(String relation, boolean all) {
    super(
        all ? "UNION ALL" : "UNION",
        SqlKind.UNION,
        PRECEDENCE,
        all,
        ReturnTypes.ARG0,
        null,
        OperandTypes.SET_OP);
    this.relation = relation;
  }

  String relation() {
    return relation;
  }

  /** Leaves out the look-up, which would find another operator of the same name. */
  @Override
  public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
    call.getOperandList().forEach(operand -> validator.deriveType(scope, operand));
    return validateOperands(validator, scope, call);
  }
}
