package io.leat.runtime.local;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Tasks by the time they are due: a binary heap in which every task knows its place. */
final class TimerQueue {
  private @Nullable Task[] heap = new @Nullable Task[16];
  private int size;

  /** When the first task is due, or {@link Long#MAX_VALUE}. */
  long firstDue() {
    return size == 0 ? Long.MAX_VALUE : at(0).dueNanos;
  }

  int size() {
    return size;
  }

  /** Removes and gives the first task if it is due. */
  @Nullable Task pollDue(long now) {
    if (size == 0 || at(0).dueNanos > now) {
      return null;
    }
    Task first = at(0);
    remove(first);
    return first;
  }

  void add(Task task) {
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, size * 2);
    }
    place(task, size++);
    siftUp(task);
  }

  void remove(Task task) {
    int index = task.timerIndex;
    if (index < 0) {
      return;
    }
    task.timerIndex = -1;
    Task last = at(--size);
    heap[size] = null;
    if (last != task) {
      place(last, index);
      siftUp(last);
      siftDown(last);
    }
  }

  private void siftUp(Task task) {
    while (task.timerIndex > 0) {
      Task parent = at((task.timerIndex - 1) / 2);
      if (parent.dueNanos <= task.dueNanos) {
        return;
      }
      swap(parent, task);
    }
  }

  private void siftDown(Task task) {
    while (true) {
      int child = 2 * task.timerIndex + 1;
      if (child >= size) {
        return;
      }
      if (child + 1 < size && at(child + 1).dueNanos < at(child).dueNanos) {
        child++;
      }
      if (at(child).dueNanos >= task.dueNanos) {
        return;
      }
      swap(task, at(child));
    }
  }

  private void swap(Task a, Task b) {
    int index = a.timerIndex;
    place(a, b.timerIndex);
    place(b, index);
  }

  private void place(Task task, int index) {
    heap[index] = task;
    task.timerIndex = index;
  }

  private Task at(int index) {
    Task task = heap[index];
    if (task == null) {
      throw new IllegalStateException("a gap in the heap");
    }
    return task;
  }
}
