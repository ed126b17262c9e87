package io.leat.server.http;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorChooserFactory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Deals connections to event loops: each to the one with the fewest. A loop with a single
 * connection may do that one's work itself, since nobody else waits for it. Safe for use by several
 * threads.
 */
final class ConnectionLoops implements EventExecutorChooserFactory {
  private final Map<EventExecutor, Integer> connections = new LinkedHashMap<>();

  @Override
  public EventExecutorChooser newChooser(EventExecutor[] executors) {
    synchronized (connections) {
      Arrays.stream(executors).forEach(loop -> connections.put(loop, 0));
    }
    return this::next;
  }

  /** The loop of a connection that is about to be opened. */
  private EventExecutor next() {
    synchronized (connections) {
      Map.Entry<EventExecutor, Integer> least = null;
      for (Map.Entry<EventExecutor, Integer> each : connections.entrySet()) {
        if (least == null || each.getValue() < least.getValue()) {
          least = each;
        }
      }
      if (least == null) {
        throw new IllegalStateException("there are no loops");
      }
      least.setValue(least.getValue() + 1);
      return least.getKey();
    }
  }

  /** A connection of this loop has been closed. */
  void closed(EventExecutor loop) {
    synchronized (connections) {
      connections.merge(loop, -1, Integer::sum);
    }
  }

  /** Whether a loop has one connection. */
  boolean isAlone(EventExecutor loop) {
    synchronized (connections) {
      return connections.getOrDefault(loop, 0) == 1;
    }
  }
}
