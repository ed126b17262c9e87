package io.leat.shell;

import io.leat.shell.prompt.Prompt;
import io.leat.shell.render.Format;
import io.leat.shell.run.ConnectionSource;
import io.leat.shell.run.Limits;
import io.leat.shell.run.Script.UnreadableException;
import io.leat.shell.run.StatementRunner;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.impl.ExternalTerminal;

/**
 * Does once what people do with the shell, on no terminal: bin/leat records the classes that this
 * loads into an archive for quick starts.
 */
final class Rehearsal {
  private static final String STATEMENTS =
      """
      CREATE TABLE rehearsal (id INT, data STRING) WITH ('connector' = 'datagen', 'rows-per-second' = '100');
      SELECT id, UPPER(data) AS upper_data FROM rehearsal WHERE id IS NOT NULL LIMIT 3;
      SELECT id + 1, CAST(id AS STRING) FROM (VALUES (1), (2)) AS t (id);
      SHOW TABLES;
      DROP TABLE rehearsal;
      """;

  private Rehearsal() {}

  static int run() throws IOException, UnreadableException, SQLException {
    for (Format format : List.of(Format.TABLE, Format.CSV)) {
      new LeatShell(
              InputStream.nullInputStream(),
              OutputStream.nullOutputStream(),
              OutputStream.nullOutputStream(),
              false,
              Map.of())
          .run("-e", STATEMENTS, "--format", format.name().toLowerCase(java.util.Locale.ROOT));
    }
    try (Terminal system = TerminalBuilder.builder().system(true).dumb(true).build()) {
      system.getType();
    }
    prompt();
    return 0;
  }

  private static void prompt() throws IOException, UnreadableException, SQLException {
    byte[] typed = (STATEMENTS.replace('\n', '\r') + "QUIT;\r").getBytes(StandardCharsets.UTF_8);
    Path history = Files.createTempFile("leat-rehearsal", ".history");
    Prompt.Settings settings =
        new Prompt.Settings(Version.text(), true, false, history.toString(), "");
    try (ConnectionSource connections =
            new ConnectionSource(Options.EMBEDDED_URL, null, null, Map.of());
        Terminal terminal =
            new ExternalTerminal(
                "rehearsal",
                "xterm",
                new ByteArrayInputStream(typed),
                OutputStream.nullOutputStream(),
                StandardCharsets.UTF_8)) {
      StatementRunner runner = new StatementRunner(connections, Format.TABLE, Limits.NONE);
      new Prompt(runner, connections, settings, List.of()).run(terminal);
    } finally {
      Files.delete(history);
    }
  }
}
