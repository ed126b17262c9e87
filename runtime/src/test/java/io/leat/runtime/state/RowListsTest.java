package io.leat.runtime.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many lists that grow and shrink hold what {@code ArrayList}s hold. */
class RowListsTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void listsAreLists(long seed) {
    Random random = new Random(seed);
    RowLists lists = new RowLists();
    int count = seed == 1 ? 3 : 400;
    long[] words = new long[count];
    List<List<Integer>> model = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      model.add(new ArrayList<>());
    }
    for (int i = 0; i < 200_000; i++) {
      // List 0 grows past a page.
      int at = random.nextInt(3) == 0 ? 0 : random.nextInt(count);
      List<Integer> list = model.get(at);
      boolean grow = random.nextInt(100) < (i / 40_000 % 2 == 0 ? 70 : 30);
      if (list.isEmpty() || grow) {
        int row = random.nextInt();
        row = row < 0 ? ~row : row;
        row = row == Integer.MAX_VALUE ? 0 : row;
        words[at] = lists.add(words[at], row);
        list.add(row);
      } else {
        int place = random.nextInt(list.size());
        words[at] = lists.remove(words[at], place);
        int last = list.remove(list.size() - 1);
        if (place < list.size()) {
          list.set(place, last);
        }
      }
      if (i % 20_000 == 0) {
        for (int other = 0; other < count; other++) {
          check(model.get(other), lists, words[other], random);
        }
      }
    }
    long used = lists.memoryBytes();
    assertTrue(used > 0);
    lists.clear();
    assertEquals(0, lists.memoryBytes());
    long list = RowLists.EMPTY;
    for (int row = 0; row < 10; row++) {
      list = lists.add(list, row);
    }
    check(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), lists, list, random);
  }

  private static void check(List<Integer> expected, RowLists lists, long word, Random random) {
    int size = expected.size();
    assertEquals(size, lists.size(word));
    int[] rows = expected.stream().mapToInt(Integer::intValue).toArray();
    int from = size == 0 ? 0 : random.nextInt(size);
    int[] copy = new int[size - from + 2];
    lists.copy(word, from, size - from, copy, 1);
    assertArrayEquals(
        Arrays.copyOfRange(rows, from, size), Arrays.copyOfRange(copy, 1, size - from + 1));
    if (size > 0) {
      assertEquals(rows[from], lists.get(word, from));
      assertEquals(expected.indexOf(rows[from]), lists.find(word, rows[from]));
    }
    assertEquals(-1, lists.find(word, -5));
  }

  @Test
  void theEmptyListIsEmpty() {
    RowLists lists = new RowLists();
    assertEquals(0, lists.size(RowLists.EMPTY));
    assertEquals(RowLists.EMPTY, lists.remove(lists.add(RowLists.EMPTY, 7), 0));
  }

  @Test
  void whatListsHadIsGivenBack() {
    RowLists lists = new RowLists();
    long[] words = new long[100_000];
    long before = 0;
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < words.length; i++) {
        words[i] = lists.add(lists.add(lists.add(RowLists.EMPTY, i), i + 1), i + 2);
      }
      long full = lists.memoryBytes();
      assertTrue(full > words.length * 16L);
      assertTrue(round == 0 || full < before + before / 5, full + " after " + before);
      before = full;
      for (int i = 0; i < words.length; i++) {
        assertEquals(i + 1, lists.get(words[i], 1));
        if (i % 50_000 != 0) {
          words[i] = lists.remove(lists.remove(words[i], 0), 0);
          assertEquals(i + 1, lists.get(words[i], 0));
        }
      }
      long kept = lists.memoryBytes();
      assertTrue(kept < full / 2, kept + " of " + full);
      for (int i = 0; i < words.length; i += 50_000) {
        assertEquals(3, lists.size(words[i]));
        assertEquals(i + 2, lists.get(words[i], 2));
        words[i] = lists.remove(lists.remove(words[i], 0), 0);
      }
    }
  }
}
