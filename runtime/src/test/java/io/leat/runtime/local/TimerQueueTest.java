package io.leat.runtime.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimerQueueTest {

  private static final class Idle extends Task {
    Idle(long due) {
      super(new Worker(0, new SystemClock()));
      dueNanos = due;
    }

    @Override
    long slice() {
      return DONE;
    }
  }

  @Test
  void givesTasksInOrderHoweverTheyComeAndGo() {
    Random random = new Random(7);
    TimerQueue queue = new TimerQueue();
    List<Task> expected = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      if (expected.isEmpty() || random.nextInt(5) < 3) {
        Task task = new Idle(random.nextInt(1000));
        queue.add(task);
        expected.add(task);
      } else {
        Task task = expected.remove(random.nextInt(expected.size()));
        queue.remove(task);
        queue.remove(task);
      }
      assertEquals(expected.size(), queue.size());
    }
    expected.sort(Comparator.comparingLong(task -> task.dueNanos));
    for (Task task : expected) {
      assertEquals(task.dueNanos, queue.firstDue());
      assertNull(queue.pollDue(task.dueNanos - 1));
      Task first = queue.pollDue(task.dueNanos);
      assertEquals(task.dueNanos, first == null ? -1 : first.dueNanos);
    }
    assertEquals(Long.MAX_VALUE, queue.firstDue());
  }
}
