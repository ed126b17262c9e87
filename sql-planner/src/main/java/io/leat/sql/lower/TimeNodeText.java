package io.leat.sql.lower;

import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.circuit.Window;
import io.leat.runtime.types.RowSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The nodes that know time, as people read them. */
final class TimeNodeText {
  private final Circuit circuit;

  TimeNodeText(Circuit circuit) {
    this.circuit = circuit;
  }

  private List<String> names(int input) {
    return ColumnNames.of(schema(input));
  }

  private RowSchema schema(int input) {
    return circuit.nodes().get(input).schema();
  }

  /** Null if the node knows no time. */
  @Nullable String of(Node node) {
    if (node instanceof Node.Watermark watermark) {
      return "Watermark("
          + (watermark.byProcessingTime()
              ? "processing time"
              : names(watermark.input()).get(watermark.schema().size()))
          + (watermark.idleMicros() > 0
              ? ", idle after=[" + text(watermark.idleMicros()) + "]"
              : "")
          + watermark
              .alignment()
              .map(
                  alignment ->
                      ", at most ["
                          + text(alignment.driftMicros())
                          + "] ahead in group ["
                          + alignment.group()
                          + "]")
              .orElse("")
          + ")";
    }
    if (node instanceof Node.WindowAssign assign) {
      return "WindowAssign("
          + window(assign.window())
          + ", time=["
          + names(assign.input()).get(assign.time())
          + "]"
          + (assign.closing().isPresent() ? ", late rows found here" : "")
          + ")";
    }
    if (node instanceof Node.Release release) {
      return "Release(time=["
          + names(release.input()).get(release.time())
          + "], emit=[when event time has passed])";
    }
    if (node instanceof Node.Sessions sessions) {
      List<String> names = names(sessions.input());
      String keys = sessions.partition().stream().map(names::get).collect(Collectors.joining(", "));
      return "Sessions("
          + (keys.isEmpty() ? "" : "partition=[" + keys + "], ")
          + "gap=["
          + text(sessions.gapMicros())
          + "], time=["
          + names.get(sessions.time())
          + "], emit=["
          + (sessions.once() ? "at the end of sessions" : "updates")
          + (sessions.closing().isPresent() && !sessions.once() ? " until the end of sessions" : "")
          + "])";
    }
    return null;
  }

  String sessions(Node.SessionAggregate sessions, String aggregate) {
    return "SessionAggregate("
        + aggregate
        + ", gap=["
        + text(sessions.gapMicros())
        + "], time=["
        + names(sessions.input()).get(sessions.time())
        + "], emit=[at the end of sessions])";
  }

  /** How far apart in time the rows of a pair are, or as of when right rows are found. */
  List<String> times(Node.IntervalJoin join) {
    String time =
        names(join.right()).get(join.rightTime()) + " - " + names(join.left()).get(join.leftTime());
    return List.of(
        "time=["
            + signed(join.lowerMicros())
            + " <= "
            + time
            + " <= "
            + signed(join.upperMicros())
            + "]");
  }

  List<String> times(Node.TemporalJoin join) {
    return List.of(
        join.byEventTime()
            ? "as of=["
                + names(join.left()).get(join.leftTime())
                + "], versions from=["
                + names(join.right()).get(join.rightTime())
                + "]"
            : "as of=[processing time]");
  }

  private static String signed(long micros) {
    return micros < 0 ? "-" + text(-micros) : micros == 0 ? "0" : text(micros);
  }

  private static String text(long micros) {
    return TimeText.text(micros);
  }

  private static String window(Window window) {
    if (window instanceof Window.Tumble tumble) {
      return "tumble=[" + text(tumble.size()) + offset(tumble.offset()) + "]";
    }
    if (window instanceof Window.Hop hop) {
      return "hop=[" + text(hop.slide()) + " of " + text(hop.size()) + offset(hop.offset()) + "]";
    }
    Window.Cumulate cumulate = (Window.Cumulate) window;
    return "cumulate=["
        + text(cumulate.step())
        + " to "
        + text(cumulate.size())
        + offset(cumulate.offset())
        + "]";
  }

  private static String offset(long micros) {
    return micros == 0 ? "" : (micros < 0 ? " - " : " + ") + text(Math.abs(micros));
  }

  /** A node in windows: its own text, and when it gives results. */
  String windowed(Node.Windowed windowed, String body) {
    List<String> ends = new ArrayList<>();
    for (int i = 0; i < windowed.ends().size(); i++) {
      ends.add(names(windowed.inputs().get(i)).get(windowed.ends().get(i)));
    }
    Node.Emission emission = windowed.emission();
    String early =
        emission.earlyMicros() > 0 ? "every " + text(emission.earlyMicros()) + " and " : "";
    String late =
        emission.latenessMicros() > 0
            ? ", then corrected for " + text(emission.latenessMicros())
            : "";
    return "Windowed("
        + body
        + (ends.isEmpty()
            ? ""
            : ", end=[" + String.join(", ", ends.stream().distinct().toList()) + "]")
        + (windowed.late() == Node.Late.REPORTED ? ", late rows found here" : "")
        + ", emit=["
        + early
        + "at the end of windows"
        + late
        + "])";
  }
}
