package io.leat.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.leat.runtime.error.LeatException;
import io.leat.server.engine.SessionSettings.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigFileTest {
  @TempDir Path folder;

  @Test
  void theShippedFileHoldsTheDefaults() {
    ServerConfig shipped = ConfigFile.load(Path.of("../conf/leat.yaml"));
    assertEquals(ServerConfig.DEFAULT.host(), shipped.host());
    assertEquals(ServerConfig.DEFAULT.port(), shipped.port());
    assertEquals(ServerConfig.DEFAULT.engine().workers(), shipped.engine().workers());
    assertEquals(ServerConfig.DEFAULT.engine().durability(), shipped.engine().durability());
    for (Setting setting : Setting.values()) {
      assertEquals(
          setting.defaultValue(), shipped.engine().sessionDefaults().get(setting), setting.key());
    }
  }

  @Test
  void nestedAndDottedKeysMeanTheSame() throws IOException {
    ServerConfig expected =
        new ServerConfig(
            "0.0.0.0",
            9000,
            ServerConfig.DEFAULT
                .engine()
                .withWorkers(3)
                .withSessionDefaults(Map.of(Setting.ON_ERROR, "fail")));
    assertEquals(
        expected,
        load(
            "server: {host: 0.0.0.0, port: 9000}\nengine:\n  workers: 3\nsession:\n  execution.on-error: fail\n"));
    assertEquals(
        expected,
        load(
            "server.host: 0.0.0.0\nserver.port: 9000\nengine.workers: 3\nsession.execution.on-error: fail\n"));
  }

  @Test
  void anEmptyFileKeepsTheDefaults() throws IOException {
    assertEquals(ServerConfig.DEFAULT, load(""));
    assertEquals(ServerConfig.DEFAULT, load("# only a comment\nserver:\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          server.prt: 1                     | :1:1: unknown setting 'server.prt' | Did you mean 'server.port'?
          server: {port: many}              | :1:16: setting 'server.port' is a whole number from 0 to 65535, not 'many' |
          server: 5                         | :1:9: expected settings as key: value |
          session: {execution.on-error: no} | :1:31: 'no' is not a value of 'execution.on-error' | It is one of: continue, fail.
          'server: ['                       | :1:10: not valid YAML: expected the node content, but found '<stream end>' |
          """)
  void whatIsWrongIsSaidWithItsPlace(String yaml, String message, String hint) throws IOException {
    LeatException error = assertThrows(LeatException.class, () -> load(yaml));
    assertEquals(folder.resolve("leat.yaml") + message, error.message());
    assertEquals(hint, error.hint());
  }

  @Test
  void aMissingFileIsNamed() {
    Path missing = folder.resolve("none.yaml");
    LeatException error = assertThrows(LeatException.class, () -> ConfigFile.load(missing));
    assertEquals(missing + ": the configuration file does not exist", error.message());
  }

  private ServerConfig load(String yaml) throws IOException {
    Path file = folder.resolve("leat.yaml");
    Files.writeString(file, yaml);
    return ConfigFile.load(file);
  }
}
