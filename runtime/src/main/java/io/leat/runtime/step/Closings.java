package io.leat.runtime.step;

import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.Window;
import io.leat.runtime.operator.ClosingTimes;
import java.math.BigInteger;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** Finds what closes by the clock behind a watermark of processing time. */
final class Closings {
  /** The step of processing time, after which rows held back by it go on. */
  private static final long STEP_MICROS = 1_000;

  /** Time zones differ from UTC by multiples of it, and windows are aligned in one of them. */
  private static final long QUARTER_HOUR_MICROS = 900_000_000L;

  private final List<Long> delays = new ArrayList<>();
  private long windowStep;
  private long horizon;

  private Closings() {}

  /** When epochs are wanted for what is behind a watermark; never by event time. */
  static ClosingTimes behind(Circuit circuit, int watermark, ZoneId zone) {
    Closings closings = new Closings();
    if (!(circuit.nodes().get(watermark) instanceof Node.Watermark node)
        || !node.byProcessingTime()) {
      return ClosingTimes.none();
    }
    boolean[] behind = new boolean[circuit.nodes().size()];
    behind[watermark] = true;
    for (int i = watermark + 1; i < behind.length; i++) {
      Node next = circuit.nodes().get(i);
      behind[i] = next.inputs().stream().anyMatch(input -> behind[input]);
      if (behind[i]) {
        closings.add(next);
      }
    }
    return closings.times(zone);
  }

  private void add(Node node) {
    if (node instanceof Node.WindowAssign assign) {
      addWindow(assign.window());
    } else if (node instanceof Node.Sessions sessions) {
      addDelay(sessions.gapMicros());
    } else if (node instanceof Node.SessionAggregate sessions) {
      addDelay(sessions.gapMicros());
    } else if (node instanceof Node.Release) {
      addDelay(0);
    } else if (node instanceof Node.IntervalJoin join) {
      addDelay(Math.abs(join.lowerMicros()));
      addDelay(Math.abs(join.upperMicros()));
    } else if (node instanceof Node.TemporalJoin join && join.byEventTime()) {
      addDelay(0);
    } else if (node instanceof Node.Windowed windowed) {
      horizon += windowed.emission().latenessMicros();
    }
  }

  /** What is so long after a row is over, at the latest, with the next step of time. */
  private void addDelay(long micros) {
    delays.add(micros);
    horizon += micros + STEP_MICROS;
  }

  private void addWindow(Window window) {
    if (window instanceof Window.Tumble tumble) {
      addWindow(tumble.size(), tumble.size(), tumble.offset());
    } else if (window instanceof Window.Hop hop) {
      addWindow(hop.slide(), hop.size(), hop.offset());
    } else {
      Window.Cumulate cumulate = (Window.Cumulate) window;
      addWindow(cumulate.step(), cumulate.size(), cumulate.offset());
    }
  }

  private void addWindow(long step, long size, long offset) {
    windowStep = divisor(divisor(divisor(windowStep, step), size), offset);
    horizon += size;
  }

  private static long divisor(long a, long b) {
    return BigInteger.valueOf(a).gcd(BigInteger.valueOf(b)).longValueExact();
  }

  /** Windows over what ends at other times do so in other steps. */
  private ClosingTimes times(ZoneId zone) {
    long step = windowStep;
    if (step > 0) {
      step = divisor(step, QUARTER_HOUR_MICROS);
      for (long delay : delays) {
        step = divisor(step, delay);
      }
    }
    return new ClosingTimes(
        step, horizon, delays.stream().map(delay -> delay + STEP_MICROS).toList(), zone);
  }
}
