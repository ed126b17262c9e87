package io.leat.runtime.function;

/**
 * Functions of DOUBLE. What has no value among the real numbers is NaN or infinite, as in Java, and
 * no error of the row.
 */
public final class RealFunctions {
  private static final double LN_2 = Math.log(2);

  private RealFunctions() {}

  public static double power(double base, double exponent) {
    return Math.pow(base, exponent);
  }

  public static double sqrt(double value) {
    return Math.sqrt(value);
  }

  public static double cbrt(double value) {
    return Math.cbrt(value);
  }

  public static double exp(double value) {
    return Math.exp(value);
  }

  public static double ln(double value) {
    return Math.log(value);
  }

  public static double log10(double value) {
    return Math.log10(value);
  }

  public static double log2(double value) {
    return Math.log(value) / LN_2;
  }

  public static double log(double value) {
    return Math.log(value);
  }

  public static double log(double base, double value) {
    return Math.log(value) / Math.log(base);
  }

  public static double sin(double value) {
    return Math.sin(value);
  }

  public static double cos(double value) {
    return Math.cos(value);
  }

  public static double tan(double value) {
    return Math.tan(value);
  }

  public static double cot(double value) {
    return 1 / Math.tan(value);
  }

  public static double asin(double value) {
    return Math.asin(value);
  }

  public static double acos(double value) {
    return Math.acos(value);
  }

  public static double atan(double value) {
    return Math.atan(value);
  }

  public static double atan2(double y, double x) {
    return Math.atan2(y, x);
  }

  public static double sinh(double value) {
    return Math.sinh(value);
  }

  public static double cosh(double value) {
    return Math.cosh(value);
  }

  public static double tanh(double value) {
    return Math.tanh(value);
  }

  public static double degrees(double radians) {
    return Math.toDegrees(radians);
  }

  public static double radians(double degrees) {
    return Math.toRadians(degrees);
  }

  public static double pi() {
    return Math.PI;
  }

  public static double e() {
    return Math.E;
  }
}
