package io.leat.runtime.operator;

import java.util.Arrays;

/** A growing list of row numbers. */
final class NumberList {
  private int[] numbers = new int[16];
  private int size;

  int size() {
    return size;
  }

  int get(int index) {
    return numbers[index];
  }

  void add(int number) {
    if (size == numbers.length) {
      numbers = Arrays.copyOf(numbers, 2 * size);
    }
    numbers[size++] = number;
  }

  /** The numbers, valid to {@link #size}. */
  int[] array() {
    return numbers;
  }

  void clear() {
    size = 0;
  }
}
