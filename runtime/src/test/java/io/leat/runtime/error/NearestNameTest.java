package io.leat.runtime.error;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NearestNameTest {
  private static final List<String> NAMES = List.of("blackhole", "datagen", "print", "id");

  @Test
  void findsTheNameBehindATypingError() {
    assertEquals(Optional.of("datagen"), NearestName.of("datagn", NAMES));
    assertEquals(Optional.of("datagen"), NearestName.of("DATAEGN", NAMES));
    assertEquals(Optional.of("print"), NearestName.of("pritn", NAMES));
    assertEquals(Optional.of("print"), NearestName.of("pint", NAMES));
    assertEquals(Optional.of("blackhole"), NearestName.of("blakhloe", NAMES));
    assertEquals(Optional.of("id"), NearestName.of("idd", NAMES));
  }

  @Test
  void findsNothingWhereNothingIsNear() {
    assertEquals(Optional.empty(), NearestName.of("kafka", NAMES));
    assertEquals(Optional.empty(), NearestName.of("pit", List.of("print")));
    assertEquals(Optional.empty(), NearestName.of("x", List.of("y")));
    assertEquals(Optional.empty(), NearestName.of("", List.of("a")));
    assertEquals(Optional.empty(), NearestName.of("datagen", List.of()));
  }

  @Test
  void aSwapOfNeighboursIsOneEdit() {
    assertEquals(Optional.of("ba"), NearestName.of("ab", List.of("ba")));
    assertEquals(Optional.empty(), NearestName.of("ab", List.of("cd")));
  }

  @Test
  void prefersTheNearestThenTheFirst() {
    assertEquals(Optional.of("counts"), NearestName.of("count", List.of("county_", "counts")));
    assertEquals(Optional.of("cound"), NearestName.of("count", List.of("cound", "counts")));
    assertEquals(Optional.of("COUNT"), NearestName.of("count", List.of("counts", "COUNT")));
  }
}
