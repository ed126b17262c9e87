package io.leat.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorChooserFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ConnectionLoopsTest {
  private final List<EventExecutor> executors =
      List.of(new DefaultEventExecutor(), new DefaultEventExecutor(), new DefaultEventExecutor());
  private final ConnectionLoops loops = new ConnectionLoops();
  private final EventExecutorChooserFactory.EventExecutorChooser chooser =
      loops.newChooser(executors.toArray(new EventExecutor[0]));

  @Test
  void aConnectionIsAloneUntilThereAreMoreThanLoops() {
    EventExecutor first = chooser.next();
    EventExecutor second = chooser.next();
    EventExecutor third = chooser.next();
    assertNotSame(first, second);
    assertNotSame(first, third);
    assertNotSame(second, third);
    assertTrue(executors.stream().allMatch(loops::isAlone));
    EventExecutor fourth = chooser.next();
    assertFalse(loops.isAlone(fourth));
    loops.closed(fourth);
    assertTrue(loops.isAlone(fourth));
    loops.closed(second);
    assertFalse(loops.isAlone(second));
    assertSame(second, chooser.next());
    assertTrue(loops.isAlone(second));
  }

  @Test
  void loopsNeverDifferByMoreThanOneWhileConnectionsCome() {
    Random random = new Random(7);
    Map<EventExecutor, Integer> expected = new HashMap<>();
    executors.forEach(each -> expected.put(each, 0));
    for (int i = 0; i < 1_000; i++) {
      EventExecutor some = executors.get(random.nextInt(executors.size()));
      if (random.nextInt(5) < 2 && expected.getOrDefault(some, 0) > 0) {
        loops.closed(some);
        expected.merge(some, -1, Integer::sum);
      } else {
        int least = expected.values().stream().mapToInt(Integer::intValue).min().orElseThrow();
        EventExecutor next = chooser.next();
        assertEquals(least, expected.get(next));
        expected.merge(next, 1, Integer::sum);
      }
      executors.forEach(
          each -> assertEquals(expected.getOrDefault(each, 0) == 1, loops.isAlone(each)));
    }
  }
}
