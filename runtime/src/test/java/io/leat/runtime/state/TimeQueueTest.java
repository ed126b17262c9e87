package io.leat.runtime.state;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A queue of times agrees with a list that is searched. */
class TimeQueueTest {
  private record Waiting(long time, int number) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void givesOnceWhatIsDue(long seed) {
    Random random = new Random(seed);
    TimeQueue queue = new TimeQueue();
    List<Waiting> waiting = new ArrayList<>();
    // Few numbers or many, near each other or far apart.
    int numbers = List.of(5, 300, 1 << 20).get(random.nextInt(3));
    long clock = Long.MIN_VALUE;
    for (int step = 0; step < 60; step++) {
      for (int i = random.nextInt(200); i > 0; i--) {
        long time = Math.max(clock, -600) + random.nextInt(400) - 50;
        int number = random.nextInt(numbers);
        queue.add(time, number);
        // What is late is due when the clock moves on.
        waiting.add(new Waiting(Math.max(time, clock), number));
      }
      assertEquals(waiting.size(), queue.size());
      clock = Math.max(clock, -600) + random.nextInt(120);
      long now = clock;
      List<Integer> due =
          waiting.stream().filter(each -> each.time() < now).map(Waiting::number).toList();
      waiting.removeIf(each -> each.time() < now);
      boolean distinct = random.nextBoolean();
      int count = distinct ? queue.advanceDistinct(now) : queue.advance(now);
      List<Integer> given = IntStream.range(0, count).mapToObj(queue::due).toList();
      if (distinct) {
        assertEquals(List.copyOf(new TreeSet<>(due)), given);
      } else {
        assertEquals(due.stream().sorted().toList(), given.stream().sorted().toList());
      }
    }
  }
}
