package io.leat.runtime.local.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.relation.Delta;
import io.leat.runtime.relation.Entries;
import io.leat.runtime.relation.EntriesBuilder;
import io.leat.runtime.relation.EntriesBytes;
import io.leat.runtime.testing.Batches;
import io.leat.runtime.testing.Batches.Change;
import io.leat.runtime.testing.NestedSamples;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is packed comes out as it was, however many epochs came after it; what is large is not. */
class PastChangesTest {
  /** Larger changes are not packed. */
  private static final int BORDER = 2048;

  /** Changes of this size fill a page without a rest. */
  private static final int PAGE = 128 << 10;

  private static final RelationDefinition BYTES = bytes("bytes");
  private static final RelationDefinition OTHER_BYTES = bytes("other");

  /** What an epoch has changed, and what was made of it. */
  private record Epoch(Map<String, Changes> changes, PastChanges.@Nullable Packed packed) {
    static Epoch of(Map<String, Changes> changes, PastChanges past) {
      return new Epoch(changes, past.pack(changes));
    }

    void check() {
      int size = sizeOf(changes);
      if (packed == null) {
        assertTrue(size > BORDER, size + " bytes are not packed");
        return;
      }
      assertTrue(size <= BORDER, size + " bytes are packed");
      assertEquals(size, packed.length());
      Map<String, Changes> out = packed.changes();
      assertEquals(List.copyOf(changes.keySet()), List.copyOf(out.keySet()));
      changes.forEach(
          (name, in) -> {
            Changes each = out.get(name);
            assertNotNull(each);
            assertSame(in.definition(), each.definition());
            assertEquals(1, each.delta().parts().size());
            assertEqual(in.delta().parts().get(0), each.delta().parts().get(0));
          });
    }
  }

  @Property(tries = 60)
  void smallChangesOfAnyTypesComeOutAsTheyWere(@ForAll long seed) {
    Random random = new Random(seed);
    NestedSamples samples = new NestedSamples(random);
    PastChanges past = new PastChanges();
    List<RelationDefinition> relations = new ArrayList<>();
    for (int i = random.nextInt(3); i >= 0; i--) {
      relations.add(relation("r" + i, random, samples));
    }
    List<Epoch> epochs = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      if (random.nextInt(20) == 0) {
        int altered = random.nextInt(relations.size());
        relations.set(altered, relation(relations.get(altered).name(), random, samples));
      }
      Map<String, Changes> changes = new LinkedHashMap<>();
      for (RelationDefinition each : relations) {
        Entries entries = entries(each, random, samples);
        if (entries.size() > 0) {
          changes.put(each.name(), new Changes(each, Delta.of(entries)));
        }
      }
      epochs.add(Epoch.of(changes, past));
    }
    epochs.forEach(Epoch::check);
  }

  @Property(tries = 200)
  void theBorderIsTwoKilobytes(@ForAll long seed) {
    Random random = new Random(seed);
    PastChanges past = new PastChanges();
    List<Epoch> epochs = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      int size = BORDER - 3 + random.nextInt(7);
      int first = 100 + random.nextInt(BORDER - 200);
      Map<String, Changes> changes =
          random.nextBoolean()
              ? changes(BYTES, size)
              : both(changes(BYTES, first), changes(OTHER_BYTES, size - first));
      assertEquals(size, sizeOf(changes));
      epochs.add(Epoch.of(changes, past));
    }
    epochs.forEach(Epoch::check);
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 1000, BORDER - 1, BORDER})
  void pagesThatAreFullStayAsTheyAre(int size) {
    PastChanges past = new PastChanges();
    List<Epoch> epochs = new ArrayList<>();
    for (int written = 0; written < 4 * PAGE; written += size) {
      epochs.add(Epoch.of(changes(BYTES, size, written), past));
    }
    epochs.forEach(Epoch::check);
    assertEquals(0, epochs.stream().filter(epoch -> epoch.packed() == null).count());
  }

  @Test
  void anEpochWithoutChangesTakesNoBytes() {
    Epoch epoch = Epoch.of(Map.of(), new PastChanges());
    epoch.check();
    PastChanges.Packed packed = epoch.packed();
    assertNotNull(packed);
    assertEquals(0, packed.length());
  }

  @Test
  void severalPartsStayAsTheyAre() {
    Entries first = one((byte) 1);
    Entries second = one((byte) 2);
    Delta parts = Delta.ofParts(List.of(first, second));
    assertNull(new PastChanges().pack(Map.of(BYTES.name(), new Changes(BYTES, parts))));
  }

  @Test
  void moreEntriesThanTheBorderHasBytesStayAsTheyAre() {
    EntriesBuilder builder = new EntriesBuilder();
    for (int i = 0; i <= BORDER; i++) {
      builder.add(ByteBuffer.allocate(4).putInt(i).array(), 0, 4, 1);
    }
    Delta many = Delta.of(builder.build());
    assertNull(new PastChanges().pack(Map.of(BYTES.name(), new Changes(BYTES, many))));
  }

  private static RelationDefinition bytes(String name) {
    RowSchema schema = Batches.schema(ScalarType.BYTES.withNullable(false));
    return new RelationDefinition(name, schema, List.of(), false, List.of());
  }

  private static RelationDefinition relation(String name, Random random, NestedSamples samples) {
    List<DataType> types = new ArrayList<>();
    List<Integer> key = new ArrayList<>();
    for (int i = random.nextInt(8); i >= 0; i--) {
      DataType type = random.nextInt(3) == 0 ? samples.nestedType(2) : samples.scalarType();
      if (!type.kind().isNested() && random.nextBoolean()) {
        key.add(types.size());
      }
      types.add(type);
    }
    Collections.shuffle(key, random);
    RowSchema schema = Batches.schema(types.toArray(DataType[]::new));
    return new RelationDefinition(name, schema, key, false, List.of());
  }

  /** Rows, few or many, that count once, equally often, or each as often as it likes. */
  private static Entries entries(
      RelationDefinition relation, Random random, NestedSamples samples) {
    int kind = random.nextInt(3);
    long every = random.nextBoolean() ? -1 : 2;
    List<Change> rows = new ArrayList<>();
    for (int i = random.nextInt(random.nextInt(4) == 0 ? 100 : 8); i > 0; i--) {
      List<@Nullable Object> row = new ArrayList<>();
      relation.schema().types().forEach(type -> row.add(samples.value(type)));
      rows.add(new Change(row, kind == 0 ? 1 : kind == 1 ? every : random.nextInt(7) - 3));
    }
    EntriesBuilder builder = new EntriesBuilder();
    if (!rows.isEmpty()) {
      relation.layout().encode(Batches.of(relation.schema(), rows), builder);
    }
    return builder.build();
  }

  private static Map<String, Changes> changes(RelationDefinition relation, int size) {
    return changes(relation, size, size);
  }

  /** One entry, so long that changes take that many bytes when they are written. */
  private static Map<String, Changes> changes(RelationDefinition relation, int size, int content) {
    byte[] bytes = new byte[size - EntriesBytes.size(one())];
    Arrays.fill(bytes, (byte) content);
    ByteBuffer.wrap(bytes).putInt(content);
    return Map.of(relation.name(), new Changes(relation, Delta.of(one(bytes))));
  }

  private static Map<String, Changes> both(Map<String, Changes> a, Map<String, Changes> b) {
    Map<String, Changes> both = new LinkedHashMap<>(a);
    both.putAll(b);
    return both;
  }

  private static Entries one(byte... bytes) {
    EntriesBuilder builder = new EntriesBuilder();
    builder.add(bytes, 0, bytes.length, 1);
    return builder.build();
  }

  private static int sizeOf(Map<String, Changes> changes) {
    return changes.values().stream()
        .mapToInt(each -> EntriesBytes.size(each.delta().parts().get(0)))
        .sum();
  }

  private static void assertEqual(Entries expected, Entries actual) {
    assertEquals(expected.size(), actual.size());
    assertEquals(expected.total(), actual.total());
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(expected.count(i), actual.count(i));
      assertArrayEquals(bytes(expected, i), bytes(actual, i));
    }
  }

  private static byte[] bytes(Entries entries, int i) {
    int start = entries.start(i);
    return Arrays.copyOfRange(entries.bytes(), start, start + entries.length(i));
  }
}
