package io.leat.sql.lower;

import io.leat.runtime.error.LeatException;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.TypeKind;

/** Which values have an order. */
final class OrderedTypes {
  private OrderedTypes() {}

  /** Refuses to order by a VARIANT, whose values may be of different kinds. */
  static void require(DataType type) {
    if (type.kind() == TypeKind.VARIANT) {
      throw LeatException.notSupported("an order of VARIANT values", "order by CAST(… AS a type)");
    }
  }
}
