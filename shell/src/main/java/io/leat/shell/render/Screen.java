package io.leat.shell.render;

/**
 * What the output goes to.
 *
 * @param width columns of the terminal; 0 if it is none, so that nothing is cut
 * @param height lines that can be drawn over; 0 if the cursor cannot be moved
 * @param color whether colours and weights may be written
 */
public record Screen(int width, int height, boolean color) {

  /** What can only be written on from top to bottom. */
  public Screen(int width, boolean color) {
    this(width, 0, color);
  }

  /** A file or a pipe. */
  public static final Screen NONE = new Screen(0, false);

  /** Whether long values may be cut. */
  public boolean isTerminal() {
    return width > 0;
  }

  /** Whether what is written can be drawn over. */
  public boolean isLive() {
    return height > 0;
  }

  String dim(String text) {
    return color ? "\u001b[2m" + text + "\u001b[0m" : text;
  }

  String bold(String text) {
    return color ? "\u001b[1m" + text + "\u001b[0m" : text;
  }
}
