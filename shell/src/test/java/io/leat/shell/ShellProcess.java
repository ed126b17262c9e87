package io.leat.shell;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The command on an engine of its own, without a terminal, inside this process. */
final class ShellProcess {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private String input = "";

  ShellProcess input(String text) {
    input = text;
    return this;
  }

  int run(String... arguments) {
    return new LeatShell(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            out,
            err,
            false,
            Map.of())
        .run(arguments);
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  /** What is not data, times replaced by {@code #}. */
  String err() {
    return err.toString(StandardCharsets.UTF_8).replaceAll("\\d+\\.\\d{3} s", "# s");
  }
}
