package io.leat.server.door;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.DriverManager;
import org.junit.jupiter.api.Test;

/** The driver on an engine in the same JVM. */
final class EmbeddedDriverTest extends DriverFixture
    implements StreamContract, ValueContract, SessionContract {
  private static int number;

  private String directory;

  @Override
  String start() {
    directory = "fake-" + number++;
    FakeProvider.ENGINES.put(directory, engine);
    return "jdbc:leat:" + directory;
  }

  @Override
  void stop() {
    assertTrue(engine.isClosed(), "the last connection closes the engine");
    FakeProvider.ENGINES.remove(directory);
  }

  @Override
  public boolean remote() {
    return false;
  }

  @Test
  void connectionsShareTheEngineOfADirectory() throws Exception {
    Connection other = DriverManager.getConnection("jdbc:leat:" + directory);
    assertTrue(engine.sessions().size() == 2);
    other.close();
    other.close();
    assertFalse(engine.isClosed());
  }
}
