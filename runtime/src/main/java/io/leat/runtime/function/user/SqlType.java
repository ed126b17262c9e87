package io.leat.runtime.function.user;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The SQL type of a parameter, or of what a method gives, where the Java type does not tell it:
 * {@code @SqlType("DECIMAL(10, 2)") BigDecimal}, {@code @SqlType("ROW<a INT, b STRING>")
 * List<Object>}. On a method whose rows a query reads in FROM it is the type of a row.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.METHOD})
public @interface SqlType {
  String value();
}
