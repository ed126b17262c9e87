package io.leat.server.oracle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Functions in Java that the other engine has built in. */
public final class UserClasses {
  /** The SQL names and the classes. */
  static final List<String> DECLARATIONS =
      List.of(
          "CREATE FUNCTION user_add AS '" + Add.class.getName() + "'",
          "CREATE FUNCTION user_upto AS '" + Upto.class.getName() + "'",
          "CREATE FUNCTION user_sum AS '" + Sum.class.getName() + "'",
          "CREATE FUNCTION user_spread AS '" + Spread.class.getName() + "'",
          "CREATE FUNCTION user_texts AS '" + Texts.class.getName() + "'",
          "CREATE FUNCTION user_count AS '" + Count.class.getName() + "'",
          "CREATE FUNCTION user_twice(x INT) RETURNS INT RETURN user_add(x, x)");

  private UserClasses() {}

  /** The sum of two numbers, NULL taken as 0. */
  public static final class Add {
    private Add() {}

    public static Integer eval(Integer a, Integer b) {
      return (a == null ? 0 : a) + (b == null ? 0 : b);
    }
  }

  /** The numbers from 0 on below another one. */
  public static final class Upto {
    public Stream<Integer> eval(int end) {
      return IntStream.range(0, end).boxed();
    }
  }

  /** SUM, with an accumulator that changes. */
  public static final class Sum {
    public long[] createAccumulator() {
      return new long[2];
    }

    public void accumulate(long[] sumAndCount, Integer value) {
      if (value != null) {
        sumAndCount[0] += value;
        sumAndCount[1]++;
      }
    }

    public Long getValue(long[] sumAndCount) {
      return sumAndCount[1] == 0 ? null : (Long) sumAndCount[0];
    }
  }

  /** The greatest value less the least one. */
  public static final class Spread {
    public List<Integer> createAccumulator() {
      return new ArrayList<>();
    }

    public void accumulate(List<Integer> values, int value) {
      values.add(value);
    }

    public Integer getValue(List<Integer> values) {
      return values.isEmpty()
          ? null
          : (Integer) (Collections.max(values) - Collections.min(values));
    }
  }

  /** Texts behind each other as they come. */
  public static final class Texts {
    public List<String> createAccumulator() {
      return new ArrayList<>();
    }

    public void accumulate(List<String> texts, String value) {
      if (value != null) {
        texts.add(value);
      }
    }

    public String getValue(List<String> texts) {
      return String.join("-", texts);
    }
  }

  /** COUNT(*): nothing is 0, not NULL. */
  public static final class Count {
    public long[] createAccumulator() {
      return new long[1];
    }

    public void accumulate(long[] count) {
      count[0]++;
    }

    public long getValue(long[] count) {
      return count[0];
    }
  }
}
