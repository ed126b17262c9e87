package io.leat.runtime.relation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trees beside a map that holds the same. */
class EntryTreeTest {
  private static final int STEPS = 600;

  private static NavigableMap<byte[], Long> newMap() {
    return new TreeMap<>(Arrays::compareUnsigned);
  }

  /** Byte strings that are often near each other, or a prefix of another. */
  private static byte[] randomBytes(Random random, int style) {
    switch (style % 4) {
      case 0 -> {
        byte[] number = new byte[8];
        ByteOrder.writeLong(number, 0, random.nextInt(20_000));
        return number;
      }
      case 1 -> {
        byte[] few = new byte[random.nextInt(6)];
        for (int i = 0; i < few.length; i++) {
          few[i] = (byte) (random.nextInt(4) * 85);
        }
        return few;
      }
      case 2 -> {
        byte[] common = new byte[10 + random.nextInt(4)];
        random.nextBytes(common);
        Arrays.fill(common, 0, 9, (byte) 7);
        return common;
      }
      default -> {
        byte[] any = new byte[random.nextInt(40)];
        random.nextBytes(any);
        return random.nextInt(20) == 0 ? Arrays.copyOf(any, 1000 + random.nextInt(30_000)) : any;
      }
    }
  }

  private static Entries entries(Map<byte[], Long> map) {
    EntriesBuilder builder = new EntriesBuilder();
    map.forEach((bytes, count) -> builder.add(bytes, 0, bytes.length, count));
    return builder.build();
  }

  private static NavigableMap<byte[], Long> content(Entries entries, int from, int to) {
    NavigableMap<byte[], Long> content = newMap();
    for (int i = from; i < to; i++) {
      assertTrue(
          content.isEmpty() || Arrays.compareUnsigned(content.lastKey(), entries.copy(i)) < 0);
      content.put(entries.copy(i), entries.count(i));
    }
    return content;
  }

  private static NavigableMap<byte[], Long> content(
      EntryTree tree, byte @Nullable [] from, byte @Nullable [] to) {
    NavigableMap<byte[], Long> content = newMap();
    EntryTree.Cursor cursor = tree.cursor(from, to);
    while (cursor.next()) {
      assertTrue(cursor.from() < cursor.to());
      NavigableMap<byte[], Long> piece = content(cursor.leaf(), cursor.from(), cursor.to());
      assertTrue(
          content.isEmpty() || Arrays.compareUnsigned(content.lastKey(), piece.firstKey()) < 0);
      content.putAll(piece);
    }
    return content;
  }

  private static void assertSame(
      NavigableMap<byte[], Long> expected, NavigableMap<byte[], Long> found, String message) {
    assertEquals(expected.size(), found.size(), message);
    Iterator<Map.Entry<byte[], Long>> others = found.entrySet().iterator();
    for (Map.Entry<byte[], Long> entry : expected.entrySet()) {
      Map.Entry<byte[], Long> other = others.next();
      if (!Arrays.equals(entry.getKey(), other.getKey())
          || !entry.getValue().equals(other.getValue())) {
        fail(message + ": expected " + text(entry) + ", found " + text(other));
      }
    }
  }

  private static String text(Map.Entry<byte[], Long> entry) {
    return HexFormat.of().formatHex(entry.getKey()) + " " + entry.getValue() + " times";
  }

  /** Changes that keep all counts at zero or more: mostly inserts, or mostly removals. */
  private static Map<byte[], Long> changes(
      NavigableMap<byte[], Long> map, Random random, int style, double removing) {
    NavigableMap<byte[], Long> changes = newMap();
    int size = 1 + random.nextInt(1 << random.nextInt(11));
    List<byte[]> there = new ArrayList<>(map.keySet());
    int near = there.isEmpty() ? 0 : random.nextInt(there.size());
    boolean local = random.nextBoolean();
    for (int i = 0; i < size; i++) {
      if (random.nextDouble() < removing && !there.isEmpty()) {
        byte[] key =
            there.get(local ? Math.min(there.size() - 1, near + i) : random.nextInt(there.size()));
        long count = map.get(key);
        changes.put(key, random.nextInt(4) > 0 ? -count : 1 - count - random.nextInt(2));
      } else {
        changes.put(randomBytes(random, style), (long) (random.nextInt(8) > 0 ? 1 : 2));
      }
    }
    changes.values().removeIf(count -> count == 0);
    return changes;
  }

  private static void apply(NavigableMap<byte[], Long> map, Map<byte[], Long> changes) {
    changes.forEach(
        (bytes, count) -> {
          long sum = map.getOrDefault(bytes, 0L) + count;
          if (sum == 0) {
            map.remove(bytes);
          } else {
            map.put(bytes, sum);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void holdsWhatAMapHoldsAndOldVersionsStay(long seed) {
    Random random = new Random(seed);
    int style = (int) seed;
    String message = "seed " + seed;
    EntryTree tree = EntryTree.EMPTY;
    NavigableMap<byte[], Long> map = newMap();
    Map<EntryTree, NavigableMap<byte[], Long>> versions = new LinkedHashMap<>();
    for (int step = 0; step < STEPS; step++) {
      double removing = (step / 60) % 2 == 0 ? 0.2 : 0.95;
      Map<byte[], Long> changes = changes(map, random, style, removing);
      if (step % 150 == 149) {
        changes = newMap();
        for (Map.Entry<byte[], Long> entry : map.entrySet()) {
          changes.put(entry.getKey(), -entry.getValue());
        }
      }
      EntryTree before = tree;
      tree = tree.apply(entries(changes));
      apply(map, changes);
      assertEquals(map.size(), tree.entries(), message);
      assertEquals(map.values().stream().mapToLong(count -> count).sum(), tree.count(), message);
      if (step % 4 == 0) {
        TreeCheck.check(tree);
        assertSame(
            content(entries(changes), 0, changes.size()), differenceOf(before, tree), message);
      }
      if (step % 20 == 0 || map.isEmpty()) {
        assertSame(map, content(tree, null, null), message);
        lookups(tree, map, random, style, message);
        NavigableMap<byte[], Long> copy = newMap();
        copy.putAll(map);
        versions.put(tree, copy);
      }
    }
    List<EntryTree> trees = new ArrayList<>(versions.keySet());
    for (EntryTree old : trees) {
      assertSame(versions.getOrDefault(old, newMap()), content(old, null, null), message);
      TreeCheck.check(old);
      EntryTree other = trees.get(random.nextInt(trees.size()));
      Delta difference = EntryTree.difference(old, other);
      EntryTree again = old.apply(difference);
      TreeCheck.check(again);
      assertSame(versions.getOrDefault(other, newMap()), content(again, null, null), message);
      assertSame(differenceOf(other, old), content(difference.negated()), message);
    }
  }

  private static NavigableMap<byte[], Long> differenceOf(EntryTree before, EntryTree after) {
    return content(EntryTree.difference(before, after));
  }

  private static NavigableMap<byte[], Long> content(Delta delta) {
    NavigableMap<byte[], Long> content = newMap();
    long entries = 0;
    for (Entries part : delta.parts()) {
      assertTrue(part.size() > 0);
      NavigableMap<byte[], Long> piece = content(part, 0, part.size());
      assertTrue(
          content.isEmpty() || Arrays.compareUnsigned(content.lastKey(), piece.firstKey()) < 0);
      content.putAll(piece);
      entries += part.size();
    }
    assertEquals(delta.entries(), entries);
    assertEquals(delta.isEmpty(), entries == 0);
    return content;
  }

  private static void lookups(
      EntryTree tree, NavigableMap<byte[], Long> map, Random random, int style, String message) {
    for (int i = 0; i < 20; i++) {
      byte[] probe = randomBytes(random, style);
      if (random.nextBoolean() && map.ceilingKey(probe) != null) {
        probe = map.ceilingKey(probe);
      }
      byte[] around = Arrays.copyOf(new byte[] {9}, probe.length + 2);
      System.arraycopy(probe, 0, around, 1, probe.length);
      assertEquals(map.getOrDefault(probe, 0L), tree.count(around, 1, probe.length), message);
      int length = random.nextInt(probe.length + 1);
      byte[] prefix = Arrays.copyOf(probe, length);
      byte[] first = map.ceilingKey(prefix);
      EntryTree.Found found = tree.first(probe, length);
      if (first == null || !Arrays.equals(Arrays.copyOf(first, length), prefix)) {
        // A key shorter than the prefix, filled up with zeros, is no hit either.
        assertNull(found, message);
      } else if (first.length >= length) {
        assertNotNull(found, message);
        assertArrayEquals(first, found.leaf().copy(found.index()), message);
      }
      byte[] from = random.nextInt(4) == 0 ? null : randomBytes(random, style);
      byte[] to = random.nextInt(4) == 0 ? null : randomBytes(random, style);
      NavigableMap<byte[], Long> range = range(map, from, to);
      assertSame(range, content(tree, from, to), message);
      int parts = 1 + random.nextInt(5);
      splits(tree, range, parts, from, to, message);
      withinLeaf(tree, from, to, message);
    }
  }

  private static NavigableMap<byte[], Long> range(
      NavigableMap<byte[], Long> map, byte @Nullable [] from, byte @Nullable [] to) {
    if (from != null && to != null && Arrays.compareUnsigned(from, to) > 0) {
      return newMap();
    }
    NavigableMap<byte[], Long> tail = from == null ? map : map.tailMap(from, true);
    return to == null ? tail : tail.headMap(to, false);
  }

  private static void splits(
      EntryTree tree,
      NavigableMap<byte[], Long> range,
      int parts,
      byte @Nullable [] from,
      byte @Nullable [] to,
      String message) {
    List<byte[]> splits = tree.splits(parts, from, to);
    assertTrue(splits.size() < parts, message);
    NavigableMap<byte[], Long> all = newMap();
    byte[] low = from;
    for (int i = 0; i <= splits.size(); i++) {
      byte[] high = i < splits.size() ? splits.get(i) : to;
      NavigableMap<byte[], Long> part = content(tree, low, high);
      assertTrue(part.size() <= range.size() / parts + 1, message);
      all.putAll(part);
      low = high;
    }
    assertSame(range, all, message);
  }

  private static void withinLeaf(
      EntryTree tree, byte @Nullable [] from, byte @Nullable [] to, String message) {
    if (from == null || to == null || !tree.isWithinLeaf(from, to)) {
      return;
    }
    EntryTree.Cursor cursor = tree.cursor(from, to);
    int leaves = 0;
    while (cursor.next()) {
      leaves++;
    }
    assertTrue(leaves <= 1, message);
  }

  @Test
  void aKeyIsMostlyWithinALeafAndAllKeysAreNot() {
    EntriesBuilder builder = new EntriesBuilder();
    for (int i = 0; i < 20_000; i++) {
      byte[] key = new byte[8];
      ByteOrder.writeLong(key, 0, i);
      builder.add(key, 0, 8, 1);
    }
    EntryTree tree = EntryTree.EMPTY.apply(builder.build());
    byte[] previous = null;
    int within = 0;
    EntryTree.Cursor cursor = tree.cursor(null, null);
    while (cursor.next()) {
      for (int i = cursor.from(); i < cursor.to(); i++) {
        byte[] key = cursor.leaf().copy(i);
        within += previous != null && tree.isWithinLeaf(previous, key) ? 1 : 0;
        previous = key;
      }
    }
    assertTrue(within > 19_000, () -> "ranges of one key within a leaf");
    assertFalse(tree.isWithinLeaf(new byte[8], Objects.requireNonNull(previous)));
  }

  /** What updates of rows come to, and what only looks like that. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void entriesGiveWayToOthers(long seed) {
    Random random = new Random(seed);
    String message = "seed " + seed;
    NavigableMap<byte[], Long> map = newMap();
    int rows = seed % 2 == 0 ? 60 : 4_000;
    while (map.size() < rows) {
      byte[] row = new byte[9 + random.nextInt(3)];
      ByteOrder.writeLong(row, 0, random.nextInt(4 * rows));
      map.put(row, random.nextInt(10) == 0 ? 2L : 1L);
    }
    EntryTree tree = EntryTree.EMPTY.apply(entries(map));
    for (int step = 0; step < 2_000; step++) {
      EntryTree before = tree;
      NavigableMap<byte[], Long> changes = replacements(map, random);
      tree = tree.apply(entries(changes));
      apply(map, changes);
      assertEquals(map.size(), tree.entries(), message);
      assertSame(changes, differenceOf(before, tree), message);
      if (step % 100 == 0) {
        TreeCheck.check(tree);
        TreeCheck.check(before);
        assertSame(map, content(tree, null, null), message);
      }
    }
    TreeCheck.check(tree);
    assertSame(map, content(tree, null, null), message);
  }

  private static NavigableMap<byte[], Long> replacements(
      NavigableMap<byte[], Long> map, Random random) {
    NavigableMap<byte[], Long> changes = newMap();
    List<byte[]> there = new ArrayList<>(map.keySet());
    for (int i = random.nextInt(5); i >= 0; i--) {
      byte[] row = there.get(random.nextInt(there.size()));
      byte[] other = row.clone();
      // In its place, beside its neighbours or somewhere else; it may be there already.
      int at = random.nextInt(8) == 0 ? 6 + random.nextInt(2) : row.length - 1;
      other[at] += (byte) (1 + random.nextInt(255));
      long count = map.getOrDefault(row, 0L);
      if (!changes.containsKey(row) && !changes.containsKey(other)) {
        changes.put(row, -count);
        changes.put(other, random.nextInt(8) == 0 ? count + 1 : count);
      }
    }
    return changes;
  }

  @Test
  void anEntryThatIsNotThereDoesNotGiveWay() {
    byte[] key = {1, 2};
    byte[] other = {1, 3};
    EntriesBuilder builder = new EntriesBuilder();
    builder.add(key, 0, 2, 1);
    EntryTree tree = EntryTree.EMPTY.apply(builder.build());
    builder.add(key, 0, 2, 1);
    builder.add(other, 0, 2, -1);
    Entries absent = builder.build();
    assertThrows(IllegalStateException.class, () -> tree.apply(absent));
    builder.add(key, 0, 2, -2);
    builder.add(other, 0, 2, 2);
    Entries tooMany = builder.build();
    assertThrows(IllegalStateException.class, () -> tree.apply(tooMany));
    assertEquals(1, tree.count(key, 0, 2));
    assertEquals(0, tree.count(other, 0, 2));
  }

  @Test
  void countsBelowZeroAreRefused() {
    byte[] key = {1, 2};
    EntriesBuilder builder = new EntriesBuilder();
    builder.add(key, 0, 2, 2);
    EntryTree tree = EntryTree.EMPTY.apply(builder.build());
    builder.add(key, 0, 2, -3);
    Entries tooMany = builder.build();
    assertThrows(IllegalStateException.class, () -> tree.apply(tooMany));
    assertThrows(IllegalStateException.class, () -> EntryTree.EMPTY.apply(tooMany));
    builder.add(key, 0, 1, -1);
    Entries absent = builder.build();
    assertThrows(IllegalStateException.class, () -> tree.apply(absent));
    assertEquals(2, tree.count(key, 0, 2));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 5000})
  void appendingLeavesFullLeaves(int batch) {
    EntryTree tree = EntryTree.EMPTY;
    byte[] key = new byte[8];
    int rows = 50_000;
    for (int i = 0; i < rows; ) {
      EntriesBuilder builder = new EntriesBuilder();
      for (int k = 0; k < batch; k++, i++) {
        ByteOrder.writeLong(key, 0, i);
        builder.add(key, 0, 8, 1);
      }
      tree = tree.apply(builder.build());
    }
    TreeCheck.check(tree);
    assertEquals(rows, tree.entries());
    EntryTree.Cursor cursor = tree.cursor(null, null);
    int leaves = 0;
    while (cursor.next()) {
      leaves++;
    }
    int expected = (rows + TreeChange.LEAF_ENTRIES - 1) / TreeChange.LEAF_ENTRIES;
    assertTrue(leaves <= expected + 1, leaves + " leaves");
    assertTrue(tree.memoryBytes() < 16L * rows, tree.memoryBytes() + " bytes");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void leavesStayHalfFull(long seed) {
    Random random = new Random(seed);
    EntryTree tree = EntryTree.EMPTY;
    EntriesBuilder builder = new EntriesBuilder();
    byte[] key = new byte[8];
    for (int i = 0; i < 200; i++) {
      for (int k = 0; k < 500; k++) {
        random.nextBytes(key);
        builder.add(key, 0, 8, 1);
      }
      tree = tree.apply(builder.build());
    }
    assertHalfFull(tree, seed);
    // Remove nine of ten, a few at a time.
    List<byte[]> keys = new ArrayList<>(content(tree, null, null).keySet());
    Collections.shuffle(keys, random);
    for (int i = 0; i < keys.size() * 9 / 10; i++) {
      builder.add(keys.get(i), 0, 8, -1);
      if (i % 7 == 0) {
        tree = tree.apply(builder.build());
      }
    }
    tree = tree.apply(builder.build());
    assertHalfFull(tree, seed);
    TreeCheck.check(tree);
  }

  private static void assertHalfFull(EntryTree tree, long seed) {
    EntryTree.Cursor cursor = tree.cursor(null, null);
    int leaves = 0;
    while (cursor.next()) {
      leaves++;
    }
    double filled = (double) tree.entries() / leaves / TreeChange.LEAF_ENTRIES;
    assertTrue(filled > 0.4, "seed " + seed + ": leaves are filled to " + filled);
  }

  @Test
  void aDifferenceWalksOverWhatIsShared() {
    EntriesBuilder builder = new EntriesBuilder();
    byte[] key = new byte[8];
    for (int i = 0; i < 100_000; i++) {
      ByteOrder.writeLong(key, 0, i);
      builder.add(key, 0, 8, 1);
    }
    EntryTree before = EntryTree.EMPTY.apply(builder.build());
    ByteOrder.writeLong(key, 0, 31_415);
    builder.add(key, 0, 8, -1);
    EntryTree after = before.apply(builder.build());
    int different = 0;
    EntryTree.Cursor old = before.cursor(null, null);
    EntryTree.Cursor now = after.cursor(null, null);
    while (old.next() && now.next()) {
      different += old.leaf() == now.leaf() ? 0 : 1;
    }
    assertEquals(1, different);
    assertEquals(-1, EntryTree.difference(before, after).parts().get(0).total());
    assertTrue(EntryTree.difference(after, after).isEmpty());
    // What only one tree has is not copied.
    EntryTree.Cursor all = after.cursor(null, null);
    for (Entries part : EntryTree.difference(EntryTree.EMPTY, after).parts()) {
      assertTrue(all.next());
      assertTrue(all.leaf() == part);
    }
    assertFalse(all.next());
  }

  @Test
  void theEndOfAPrefixRange() {
    assertArrayEquals(new byte[] {1, 3}, EntryTree.after(new byte[] {1, 2}));
    assertArrayEquals(new byte[] {2}, EntryTree.after(new byte[] {1, -1, -1}));
    assertArrayEquals(new byte[] {-128}, EntryTree.after(new byte[] {127}));
    assertNull(EntryTree.after(new byte[] {-1}));
    assertNull(EntryTree.after(new byte[0]));
  }
}
