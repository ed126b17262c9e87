package io.leat.shell;

import io.leat.shell.render.Format;
import io.leat.shell.run.Limits;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for.
 *
 * @param inputs what to run, in order; empty for the prompt
 * @param inits script files to run before everything else
 * @param settings keys and values for SET
 * @param history where the prompt keeps its history; null for the usual place
 */
record Options(
    List<Input> inputs,
    List<String> inits,
    String url,
    @Nullable String user,
    @Nullable String password,
    Format format,
    Limits limits,
    Map<String, String> settings,
    boolean continueOnError,
    boolean noColor,
    boolean quiet,
    @Nullable String history,
    boolean help,
    boolean version) {
  static final String EMBEDDED_URL = "jdbc:leat:";

  /** What a bare command asks for. */
  static final Options DEFAULT =
      new Options(
          List.of(),
          List.of(),
          EMBEDDED_URL,
          null,
          null,
          Format.TABLE,
          Limits.NONE,
          Map.of(),
          false,
          false,
          false,
          null,
          false,
          false);

  /** Whether the engine lives in this process and dies with it. */
  boolean isEmbedded() {
    return !url.startsWith("jdbc:leat://");
  }

  /** Something to run. */
  sealed interface Input {}

  /** A script file; {@code -} is the standard input. */
  record FileInput(String name) implements Input {}

  /** SQL from the command line. */
  record TextInput(String sql) implements Input {}
}
