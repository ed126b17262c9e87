package io.leat.runtime.relation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Builders and sums beside a map. */
class EntriesTest {

  private static NavigableMap<String, Long> content(Entries entries) {
    NavigableMap<String, Long> content = new TreeMap<>();
    long total = 0;
    for (int i = 0; i < entries.size(); i++) {
      byte[] bytes =
          Arrays.copyOfRange(
              entries.bytes(), entries.start(i), entries.start(i) + entries.length(i));
      assertTrue(entries.count(i) != 0);
      assertTrue(i == 0 || entries.compare(i - 1, entries, i) < 0);
      content.put(HexFormat.of().formatHex(bytes), entries.count(i));
      total += entries.count(i);
    }
    assertEquals(total, entries.total());
    assertTrue(entries.memoryBytes() >= entries.bytes().length);
    return content;
  }

  /** Fills a builder, in order or not, and gives what it should hold. */
  private static NavigableMap<String, Long> fill(EntriesBuilder builder, Random random) {
    NavigableMap<String, Long> map = new TreeMap<>();
    int size = random.nextInt(1 << random.nextInt(12));
    boolean ascending = random.nextBoolean();
    int counts = random.nextInt(3);
    byte[] bytes = {};
    for (int i = 0; i < size; i++) {
      if (ascending && random.nextInt(20) > 0) {
        bytes = Arrays.copyOf(HexFormat.of().parseHex("%08x".formatted(i)), 4 + random.nextInt(9));
      } else {
        bytes = new byte[random.nextInt(11)];
        for (int k = 0; k < bytes.length; k++) {
          bytes[k] = (byte) (random.nextInt(3) * 127);
        }
      }
      long count = counts == 0 ? 1 : counts == 1 ? -2 : random.nextInt(5) - 2;
      byte[] around = Arrays.copyOf(bytes, bytes.length + random.nextInt(3));
      builder.add(around, 0, bytes.length, count);
      map.merge(HexFormat.of().formatHex(bytes), count, Long::sum);
    }
    assertEquals(size, builder.size());
    map.values().removeIf(count -> count == 0);
    return map;
  }

  private static void addAll(Map<String, Long> map, Map<String, Long> other, long factor) {
    other.forEach((key, count) -> map.merge(key, count * factor, Long::sum));
    map.values().removeIf(count -> count == 0);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void buildersSortAndAddUp(long seed) {
    Random random = new Random(seed);
    EntriesBuilder builder = new EntriesBuilder();
    for (int i = 0; i < 200; i++) {
      NavigableMap<String, Long> map = fill(builder, random);
      Entries entries = builder.build();
      assertEquals(map, content(entries), "seed " + seed);
      assertEquals(0, builder.size());
      assertEquals(0, builder.build().size());
      builder.addAll(entries, -3);
      NavigableMap<String, Long> times = new TreeMap<>();
      addAll(times, map, -3);
      Entries multiplied = builder.build();
      assertEquals(times, content(multiplied), "seed " + seed);
      NavigableMap<String, Long> negated = new TreeMap<>();
      addAll(negated, map, -1);
      assertEquals(negated, content(entries.negated()), "seed " + seed);
      assertEquals(map, content(entries), "seed " + seed);
    }
  }

  private static NavigableMap<String, Long> content(Delta delta) {
    NavigableMap<String, Long> content = new TreeMap<>();
    Entries before = Entries.EMPTY;
    for (Entries part : delta.parts()) {
      assertTrue(part.size() > 0);
      assertTrue(before.size() == 0 || before.compare(before.size() - 1, part, 0) < 0);
      content.putAll(content(part));
      before = part;
    }
    return content;
  }

  /** Sequences of several parts, which are added up piece by piece. */
  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24})
  void deltasAddUp(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 20; i++) {
      NavigableMap<String, Long> sum = new TreeMap<>();
      List<Delta> all = new ArrayList<>();
      for (int k = random.nextInt(5); k >= 0; k--) {
        // A difference of trees gives leaves as parts.
        EntriesBuilder builder = new EntriesBuilder();
        int size = random.nextInt(1 << random.nextInt(17));
        for (int r = 0; r < size; r++) {
          byte[] bytes = new byte[1 + random.nextInt(3)];
          random.nextBytes(bytes);
          builder.add(bytes, 0, bytes.length, 1);
        }
        Entries entries = builder.build();
        addAll(sum, content(entries), k % 2 == 0 ? 1 : -1);
        Delta delta = EntryTree.difference(EntryTree.EMPTY, EntryTree.EMPTY.apply(entries));
        assertEquals(content(entries), content(delta), "seed " + seed);
        all.add(k % 2 == 0 ? delta : delta.negated());
      }
      assertEquals(sum, content(Delta.sum(all)), "seed " + seed);
      Delta pairwise = Delta.EMPTY;
      for (Delta delta : all) {
        pairwise = pairwise.plus(delta);
      }
      assertEquals(sum, content(pairwise), "seed " + seed);
      assertTrue(pairwise.plus(pairwise.negated()).isEmpty());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void sumsAddUp(long seed) {
    Random random = new Random(seed);
    EntriesBuilder builder = new EntriesBuilder();
    for (int i = 0; i < 100; i++) {
      List<Entries> all = new ArrayList<>();
      NavigableMap<String, Long> sum = new TreeMap<>();
      int parts = random.nextInt(7);
      for (int k = 0; k < parts; k++) {
        addAll(sum, fill(builder, random), 1);
        all.add(builder.build());
      }
      assertEquals(sum, content(Entries.sum(all)), "seed " + seed);
      assertEquals(sum, content(Delta.ofRuns(all)), "seed " + seed);
      for (Entries part : all) {
        assertEquals(0, Entries.sum(part, part.negated()).size());
      }
    }
  }
}
