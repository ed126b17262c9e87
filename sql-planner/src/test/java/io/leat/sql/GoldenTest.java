package io.leat.sql;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class GoldenTest {
  private final PlanningSession session = PlanningSession.withTables();

  @TestFactory
  Stream<DynamicTest> badStatements() throws IOException {
    return GoldenFile.tests("bad-statements.txt", session::answer);
  }

  @TestFactory
  Stream<DynamicTest> plans() throws IOException {
    return GoldenFile.tests("plans.txt", sql -> session.answer("EXPLAIN " + sql));
  }

  @TestFactory
  Stream<DynamicTest> windowPlans() throws IOException {
    return GoldenFile.tests("window-plans.txt", sql -> session.answer("EXPLAIN " + sql));
  }

  @TestFactory
  Stream<DynamicTest> timePlans() throws IOException {
    return GoldenFile.tests("time-plans.txt", sql -> session.answer("EXPLAIN " + sql));
  }

  @TestFactory
  Stream<DynamicTest> timeJoins() throws IOException {
    return GoldenFile.tests("time-joins.txt", sql -> session.answer("EXPLAIN " + sql));
  }

  @TestFactory
  Stream<DynamicTest> badTime() throws IOException {
    return GoldenFile.tests("bad-time.txt", session::answer);
  }

  @TestFactory
  Stream<DynamicTest> badWindows() throws IOException {
    return GoldenFile.tests("bad-windows.txt", session::answer);
  }

  @TestFactory
  Stream<DynamicTest> information() throws IOException {
    return GoldenFile.tests("information.txt", session::answer);
  }
}
