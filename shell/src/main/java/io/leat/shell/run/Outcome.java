package io.leat.shell.run;

/** How a statement or a script ended, when not by an error. */
public enum Outcome {
  DONE,
  /** By Ctrl-C. */
  INTERRUPTED,
  /** By QUIT. */
  QUIT
}
