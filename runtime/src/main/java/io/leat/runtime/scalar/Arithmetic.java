package io.leat.runtime.scalar;

import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;

/** Arithmetic of generated code that fails the row instead of wrapping around. */
public final class Arithmetic {
  private Arithmetic() {}

  public static int add(int a, int b) {
    int sum = a + b;
    if (((a ^ sum) & (b ^ sum)) < 0) {
      throw overflow("INT", a + " + " + b);
    }
    return sum;
  }

  public static long add(long a, long b) {
    long sum = a + b;
    if (((a ^ sum) & (b ^ sum)) < 0) {
      throw overflow("BIGINT", a + " + " + b);
    }
    return sum;
  }

  public static float add(float a, float b) {
    return a + b;
  }

  public static double add(double a, double b) {
    return a + b;
  }

  public static int subtract(int a, int b) {
    int difference = a - b;
    if (((a ^ b) & (a ^ difference)) < 0) {
      throw overflow("INT", a + " - " + b);
    }
    return difference;
  }

  public static long subtract(long a, long b) {
    long difference = a - b;
    if (((a ^ b) & (a ^ difference)) < 0) {
      throw overflow("BIGINT", a + " - " + b);
    }
    return difference;
  }

  public static float subtract(float a, float b) {
    return a - b;
  }

  public static double subtract(double a, double b) {
    return a - b;
  }

  public static int multiply(int a, int b) {
    long product = (long) a * b;
    if ((int) product != product) {
      throw overflow("INT", a + " * " + b);
    }
    return (int) product;
  }

  public static long multiply(long a, long b) {
    long product = a * b;
    if (Math.multiplyHigh(a, b) != product >> 63) {
      throw overflow("BIGINT", a + " * " + b);
    }
    return product;
  }

  public static float multiply(float a, float b) {
    return a * b;
  }

  public static double multiply(double a, double b) {
    return a * b;
  }

  /** Truncates toward zero. */
  public static int divide(int a, int b) {
    if (b == 0) {
      throw divisionByZero();
    }
    if (a == Integer.MIN_VALUE && b == -1) {
      throw overflow("INT", a + " / " + b);
    }
    return a / b;
  }

  /** Truncates toward zero. */
  public static long divide(long a, long b) {
    if (b == 0) {
      throw divisionByZero();
    }
    if (a == Long.MIN_VALUE && b == -1) {
      throw overflow("BIGINT", a + " / " + b);
    }
    return a / b;
  }

  public static float divide(float a, float b) {
    return a / b;
  }

  public static double divide(double a, double b) {
    return a / b;
  }

  /** Has the sign of the dividend. */
  public static int remainder(int a, int b) {
    if (b == 0) {
      throw divisionByZero();
    }
    return a % b;
  }

  /** Has the sign of the dividend. */
  public static long remainder(long a, long b) {
    if (b == 0) {
      throw divisionByZero();
    }
    return a % b;
  }

  public static float remainder(float a, float b) {
    return a % b;
  }

  public static double remainder(double a, double b) {
    return a % b;
  }

  public static int negate(int a) {
    if (a == Integer.MIN_VALUE) {
      throw overflow("INT", "-(" + a + ")");
    }
    return -a;
  }

  public static long negate(long a) {
    if (a == Long.MIN_VALUE) {
      throw overflow("BIGINT", "-(" + a + ")");
    }
    return -a;
  }

  public static float negate(float a) {
    return -a;
  }

  public static double negate(double a) {
    return -a;
  }

  /** Checks the range of a TINYINT that was computed as an INT. */
  public static int tinyint(int value) {
    if ((byte) value != value) {
      throw overflow("TINYINT", Integer.toString(value));
    }
    return value;
  }

  /** Checks the range of a SMALLINT that was computed as an INT. */
  public static int smallint(int value) {
    if ((short) value != value) {
      throw overflow("SMALLINT", Integer.toString(value));
    }
    return value;
  }

  /** NaN equals itself and is above all other values; −0 equals 0. */
  public static int compare(double a, double b) {
    if (a < b) {
      return -1;
    }
    if (a > b) {
      return 1;
    }
    if (a == b) {
      return 0;
    }
    boolean aIsNaN = Double.isNaN(a);
    boolean bIsNaN = Double.isNaN(b);
    return aIsNaN == bIsNaN ? 0 : aIsNaN ? 1 : -1;
  }

  public static RowException overflow(String type, String what) {
    return new RowException(SqlState.NUMERIC_OUT_OF_RANGE, type + " out of range: " + what);
  }

  public static RowException divisionByZero() {
    return new RowException(SqlState.DIVISION_BY_ZERO, "division by zero");
  }
}
