package io.leat.runtime.aggregate;

/** A number as the unevaluated sum of two doubles (Dekker 1971): about 106 bits. */
record DoubleDouble(double high, double low) {

  static DoubleDouble product(double a, double b) {
    double product = a * b;
    return new DoubleDouble(product, Math.fma(a, b, -product));
  }

  private static DoubleDouble sum(double a, double b) {
    double sum = a + b;
    double virtual = sum - a;
    return new DoubleDouble(sum, (a - (sum - virtual)) + (b - virtual));
  }

  DoubleDouble times(double factor) {
    DoubleDouble product = product(high, factor);
    return sum(product.high, product.low + low * factor);
  }

  DoubleDouble times(DoubleDouble factor) {
    DoubleDouble product = product(high, factor.high);
    return sum(product.high, product.low + (high * factor.low + low * factor.high));
  }

  DoubleDouble minus(DoubleDouble other) {
    DoubleDouble difference = sum(high, -other.high);
    DoubleDouble rest = sum(low, -other.low);
    DoubleDouble total = sum(difference.high, difference.low + rest.high);
    return sum(total.high, total.low + rest.low);
  }

  double value() {
    return high + low;
  }
}
