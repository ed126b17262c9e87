package io.leat.runtime.operator;

import io.leat.runtime.aggregate.RowNumbers;
import java.util.Arrays;

/** Many lists of numbers in two arrays. A list is known by its head: 0 if it is empty. */
final class LinkedNumbers {
  /** Stands where a number has been left out. */
  static final int FORGOTTEN = Integer.MIN_VALUE;

  private int[] numbers = new int[16];
  private int[] next = new int[16];
  private int size;

  /** Adds a number to a list and gives the list's new head. */
  int add(int number, int head) {
    if (size == numbers.length) {
      numbers = Arrays.copyOf(numbers, 2 * size);
      next = Arrays.copyOf(next, 2 * size);
    }
    numbers[size] = number;
    next[size++] = head;
    return size;
  }

  /** Puts the numbers of a list into {@code target}, in the order in which they were added. */
  void collect(int head, RowNumbers target) {
    target.clear();
    for (int at = head; at != 0; at = next[at - 1]) {
      if (numbers[at - 1] != FORGOTTEN) {
        target.add(numbers[at - 1]);
      }
    }
    int[] collected = target.array();
    for (int low = 0, high = target.size() - 1; low < high; low++, high--) {
      int number = collected[low];
      collected[low] = collected[high];
      collected[high] = number;
    }
  }

  /** The number that a list begins with. */
  int number(int head) {
    return numbers[head - 1];
  }

  /** The head of the rest of a list. */
  int next(int head) {
    return next[head - 1];
  }

  /** Leaves out the number that a list begins with. */
  void forget(int head) {
    numbers[head - 1] = FORGOTTEN;
  }

  /** How many numbers all lists have. */
  int size() {
    return size;
  }

  /** The number that was added to any list at this turn, or {@link #FORGOTTEN}. */
  int get(int index) {
    return numbers[index];
  }

  /** Empties all lists. */
  void clear() {
    size = 0;
  }
}
