package io.leat.shell.run;

import io.leat.shell.render.Screen;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.function.Supplier;

/** Where the shell writes: data to one side, everything else to the other. */
public final class Console {
  private final Writer out;
  private final PrintWriter err;
  private final Supplier<Screen> screen;
  private final boolean quiet;

  /**
   * @param screen what {@code out} goes to; asked before each result, since windows change size
   * @param quiet whether notes are left out
   */
  public Console(Writer out, PrintWriter err, Supplier<Screen> screen, boolean quiet) {
    this.out = out;
    this.err = err;
    this.screen = screen;
    this.quiet = quiet;
  }

  /** For data; not flushed by itself. */
  public Writer out() {
    return out;
  }

  public Screen screen() {
    return screen.get();
  }

  /** This console without notes. */
  public Console quieted() {
    return new Console(out, err, screen, true);
  }

  /** Something good to know: dimmed, and left out when quiet. */
  public void note(String text) {
    if (!quiet) {
      print(text, "\u001b[2m");
    }
  }

  /** Writes over what this has written last; an empty text takes that away. For terminals. */
  void progress(String text) {
    if (!quiet) {
      err.print("\r" + text + "\u001b[K");
      err.flush();
    }
  }

  /** Something the user must see. */
  public void error(String text) {
    print(text, "\u001b[31m");
  }

  /** Colours the first line only: excerpts stay readable. */
  private void print(String text, String color) {
    int end = text.indexOf('\n') < 0 ? text.length() : text.indexOf('\n');
    boolean colored = screen().color();
    err.println(
        colored ? color + text.substring(0, end) + "\u001b[0m" + text.substring(end) : text);
    err.flush();
  }

  /** Flushes data, so that it appears before what follows on the other side. */
  public void flush() throws IOException {
    out.flush();
  }
}
