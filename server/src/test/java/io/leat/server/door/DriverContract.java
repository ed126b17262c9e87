package io.leat.server.door;

import io.leat.server.fake.FakeEngine;
import java.sql.Connection;

/** What the driver promises, whichever way it reaches an engine; here, what that is about. */
interface DriverContract {
  FakeEngine engine();

  Connection connection();

  /** What a further connection to the engine is opened with. */
  String url();

  /** Whether a server is between. */
  boolean remote();
}
