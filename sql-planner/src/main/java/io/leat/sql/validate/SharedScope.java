package io.leat.sql.validate;

/** The expression within which each {@link SharedValue} is computed once. */
public final class SharedScope extends TransparentOperator {
  static final SharedScope INSTANCE = new SharedScope();

  private SharedScope() {
    super("SHARING");
  }
}
