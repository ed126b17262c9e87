package io.leat.shell;

/** The command line is wrong; the message says what. */
final class UsageException extends Exception {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }

  String message() {
    return String.valueOf(getMessage());
  }
}
