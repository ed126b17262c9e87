package io.leat.runtime.codegen;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.error.LeatException;

/** Conversions. */
final class CastCode {
  private final ExpressionCode code;

  CastCode(ExpressionCode code) {
    this.code = code;
  }

  Operand generate(Expression.Cast cast, Block block) {
    Operand argument = code.generate(cast.argument(), block);
    if (JavaForm.of(cast.type()) == argument.form() && argument.type().kind() == cast.type().kind()) {
      return new Operand(cast.type(), argument.isNull(), argument.value());
    }
    String to = cast.type().kind().name();
    if (to.equals("BIGINT") && argument.type().kind().isInteger()) {
      return code.strict(cast.type(), java.util.List.of(argument), "(long) " + argument.value(), block);
    }
    throw LeatException.notSupported("CAST to " + cast.type(), "Leave it out.");
  }
}
