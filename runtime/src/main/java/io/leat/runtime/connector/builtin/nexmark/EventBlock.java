package io.leat.runtime.connector.builtin.nexmark;

import io.leat.runtime.connector.builtin.nexmark.model.NexmarkEvents;
import java.util.Arrays;

/** The events that one read gives: what all columns need to know of them. */
final class EventBlock {
  private static final int KINDS = 3;

  final NexmarkEvents events;
  int count;

  /** By row, the event. */
  long[] ids = {};

  /** By row, the kind of the event. */
  int[] kinds = {};

  /** By row, what {@link NexmarkEvents#lastAuction} and {@link NexmarkEvents#lastPerson} say. */
  long[] lastAuctions = {};

  long[] lastPersons = {};

  /** By kind, the rows of its events; the first so many of them. */
  final int[][] rows = new int[KINDS][];

  final int[] rowCounts = new int[KINDS];

  /** By kind, a bit for each row that is of another kind. */
  final long[][] others = new long[KINDS][];

  /** Scratch for texts: where they begin and end. */
  int[] from = {};

  int[] to = {};

  private final int group;
  private long firstNumber;
  private long[] micros = {};
  private boolean timed;

  EventBlock(NexmarkEvents events) {
    this.events = events;
    this.group = events.model().group();
  }

  /** Becomes the events that come as number {@code first} and so on. */
  void fill(long first, int newCount) {
    count = newCount;
    firstNumber = first;
    timed = false;
    if (ids.length < count) {
      reserve();
    }
    Arrays.fill(rowCounts, 0);
    for (long[] bits : others) {
      Arrays.fill(bits, 0, (count + 63) >> 6, -1);
    }
    if (events.model().disorderGroup() == 1) {
      fillInOrder(first);
    } else {
      for (int row = 0; row < count; row++) {
        long id = events.id(first + row);
        put(row, id, id / group, (int) (id % group));
      }
    }
  }

  private void fillInOrder(long first) {
    long groupNumber = first / group;
    int place = (int) (first % group);
    for (int row = 0; row < count; row++) {
      put(row, first + row, groupNumber, place);
      if (++place == group) {
        place = 0;
        groupNumber++;
      }
    }
  }

  /** By row, when the event happens, in microseconds. */
  long[] micros() {
    if (timed) {
      return micros;
    }
    timed = true;
    if (micros.length < count) {
      micros = new long[count];
    }
    if (events.model().disorderGroup() == 1) {
      timeInOrder();
    } else {
      for (int row = 0; row < count; row++) {
        micros[row] = events.timeMillis(ids[row]) * 1000;
      }
    }
    return micros;
  }

  /** What {@link NexmarkEvents#timeMillis} says, by addition instead of division. */
  private void timeInOrder() {
    long rate = events.model().eventsPerSecond();
    long millis = events.timeMillis(firstNumber);
    long step = 1000 / rate;
    long stepRest = 1000 % rate;
    long rest = firstNumber % rate * 1000 % rate;
    for (int row = 0; row < count; row++) {
      micros[row] = millis * 1000;
      millis += step;
      rest += stepRest;
      if (rest >= rate) {
        rest -= rate;
        millis++;
      }
    }
  }

  private void put(int row, long id, long groupNumber, int place) {
    ids[row] = id;
    lastAuctions[row] = events.lastAuction(groupNumber, place);
    lastPersons[row] = events.lastPerson(groupNumber, place);
    int kind = events.kindAt(place);
    kinds[row] = kind;
    rows[kind][rowCounts[kind]++] = row;
    others[kind][row >> 6] &= ~(1L << row);
  }

  private void reserve() {
    ids = new long[count];
    kinds = new int[count];
    lastAuctions = new long[count];
    lastPersons = new long[count];
    from = new int[count];
    to = new int[count];
    for (int kind = 0; kind < KINDS; kind++) {
      rows[kind] = new int[count];
      others[kind] = new long[(count + 63) >> 6];
    }
  }
}
