package io.leat.benchmark.nexmark.peers;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Bars of CPU-seconds per million events on a logarithmic scale, shorter is better. */
final class Chart {
  private static final int LEFT = 90;
  private static final int WIDTH = 760;
  private static final int BAR = 9;
  private static final int GAP = 8;
  private static final int TOP = 46;
  private static final Map<PeerEngine, String> COLORS =
      Map.of(PeerEngine.LEAT, "#1b7f79", PeerEngine.FLINK, "#d9822b", PeerEngine.SPARK, "#8a8d91");

  private final List<Map<PeerEngine, Measurement>> comparisons;
  private double least = Double.MAX_VALUE;
  private double most = Double.MIN_VALUE;

  Chart(List<Map<PeerEngine, Measurement>> comparisons) {
    this.comparisons = comparisons;
    for (Map<PeerEngine, Measurement> comparison : comparisons) {
      for (Measurement one : comparison.values()) {
        if (!one.failed()) {
          least = Math.min(least, one.cpuSecondsPerMillion());
          most = Math.max(most, one.cpuSecondsPerMillion());
        }
      }
    }
    least = Math.pow(10, Math.floor(Math.log10(least)));
    most = Math.pow(10, Math.ceil(Math.log10(most)));
  }

  String svg() {
    StringBuilder body = new StringBuilder();
    int y = TOP;
    for (Map<PeerEngine, Measurement> comparison : comparisons) {
      Measurement any = comparison.values().iterator().next();
      text(body, LEFT - 8, y + comparison.size() * BAR / 2 + 4, "end", any.query());
      for (Measurement one : comparison.values()) {
        if (one.failed()) {
          text(body, LEFT + 4, y + BAR - 1, "start", "does not run");
        } else {
          double width = x(one.cpuSecondsPerMillion()) - LEFT;
          body.append(
              String.format(
                  Locale.ROOT,
                  "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n",
                  LEFT,
                  y,
                  Math.max(1, width),
                  BAR - 1,
                  COLORS.get(one.engine())));
          text(
              body,
              (int) (LEFT + width) + 4,
              y + BAR - 1,
              "start",
              String.format(Locale.ROOT, "%.3g", one.cpuSecondsPerMillion()));
        }
        y += BAR;
      }
      y += GAP;
    }
    StringBuilder head = new StringBuilder();
    text(head, LEFT, 16, "start", "CPU-seconds per million events, logarithmic; shorter is better");
    int legend = LEFT + WIDTH - 210;
    for (PeerEngine engine : PeerEngine.values()) {
      head.append(
          String.format(
              "<rect x=\"%d\" y=\"8\" width=\"9\" height=\"9\" fill=\"%s\"/>%n",
              legend, COLORS.get(engine)));
      text(head, legend + 13, 16, "start", engine.id());
      legend += 70;
    }
    for (double tick = least; tick <= most * 1.01; tick *= 10) {
      head.append(
          String.format(
              Locale.ROOT,
              "<line x1=\"%1$.1f\" x2=\"%1$.1f\" y1=\"%2$d\" y2=\"%3$d\" stroke=\"#d5d8db\"/>%n",
              x(tick),
              TOP - 6,
              y));
      text(
          head,
          (int) x(tick),
          TOP - 10,
          "middle",
          String.format(Locale.ROOT, "%.3g", tick).replaceAll("\\.?0+$", ""));
    }
    return String.format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1$d\" height=\"%2$d\" viewBox=\"0 0 %1$d %2$d\""
            + " font-family=\"sans-serif\" font-size=\"9\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n%3$s%4$s</svg>%n",
        LEFT + WIDTH + 60, y + 10, head, body);
  }

  private double x(double value) {
    return LEFT
        + WIDTH * (Math.log10(value) - Math.log10(least)) / (Math.log10(most) - Math.log10(least));
  }

  private static void text(StringBuilder out, int x, int y, String anchor, String text) {
    out.append(
        String.format(
            "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" fill=\"#33373b\">%s</text>%n",
            x, y, anchor, text));
  }
}
