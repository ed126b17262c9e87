package io.leat.shell.prompt;

import io.leat.shell.render.DisplayText;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jline.reader.LineReader;

/**
 * Stands in for the process's standard streams while the prompt owns the screen: what jobs of the
 * embedded engine print appears in whole lines above the line that is being typed.
 */
final class JobOutput implements AutoCloseable {
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;

  private JobOutput(LineReader reader) {
    System.setOut(new PrintStream(new Lines(reader), true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(new Lines(reader), true, StandardCharsets.UTF_8));
  }

  static JobOutput above(LineReader reader) {
    return new JobOutput(reader);
  }

  /** Gives the streams back. */
  @Override
  public void close() {
    System.setOut(out);
    System.setErr(err);
  }

  /** Holds text back up to the end of its line. Guarded by its stream's lock. */
  private static final class Lines extends OutputStream {
    private final LineReader reader;
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();

    Lines(LineReader reader) {
      this.reader = reader;
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      int end = offset + length;
      while (end > offset && bytes[end - 1] != '\n') {
        end--;
      }
      if (end > offset) {
        text.write(bytes, offset, end - 1 - offset);
        show(text.toString(StandardCharsets.UTF_8));
        text.reset();
      }
      text.write(bytes, end, offset + length - end);
    }

    private void show(String lines) {
      StringBuilder shown = new StringBuilder(lines.length());
      for (String line : lines.split("\n", -1)) {
        shown.append(shown.isEmpty() ? "" : "\n").append(DisplayText.escape(line));
      }
      reader.printAbove(shown.toString());
    }
  }
}
