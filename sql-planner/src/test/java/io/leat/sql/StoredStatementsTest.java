package io.leat.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.circuit.Circuit;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.types.DataType;
import io.leat.sql.catalog.CatalogMaterializedView;
import io.leat.sql.catalog.ObjectName;
import io.leat.sql.lower.PlanText;
import java.io.IOException;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What becomes of statements about managed tables and materialized views. */
class StoredStatementsTest {
  private final PlanningSession session = PlanningSession.withTables();

  StoredStatementsTest() {
    session.run(
        "CREATE TABLE accounts (id BIGINT PRIMARY KEY, owner STRING NOT NULL,"
            + " balance DECIMAL(12, 2) DEFAULT 0, code VARCHAR(3),"
            + " CONSTRAINT solvent CHECK (balance > -1000), UNIQUE (owner, code))");
    session.run(
        "CREATE TABLE moves (account BIGINT, amount INT DEFAULT 1 + 1, twice AS amount * 2)");
    session.run("CREATE INDEX by_owner ON accounts (owner)");
    session.run(
        "CREATE MATERIALIZED VIEW rich AS SELECT owner, SUM(balance) AS total FROM accounts"
            + " GROUP BY owner");
    session.run(
        "CREATE TABLE ended (id INT PRIMARY KEY NOT ENFORCED, name STRING)"
            + " WITH ('connector' = 'datagen', 'number-of-rows' = '10')");
  }

  @TestFactory
  Stream<DynamicTest> statements() throws IOException {
    return GoldenFile.tests("stored.txt", this::answer);
  }

  @Test
  void parametersHaveTheTypesOfTheirColumns() {
    assertEquals(
        "[BIGINT, STRING, DECIMAL(12, 2)]",
        parameters("INSERT INTO accounts (id, owner, balance) VALUES (?, ?, ?)"));
    assertEquals("[BIGINT]", parameters("INSERT INTO accounts (id, owner) SELECT ?, 'x'"));
    assertEquals(
        "[DECIMAL(12, 2), STRING, BIGINT]",
        parameters("UPDATE accounts SET balance = ?, code = ? WHERE id = ?"));
    assertEquals("[STRING]", parameters("DELETE FROM accounts WHERE owner = ?"));
    assertEquals(
        "[BIGINT, STRING, DECIMAL(12, 2), BIGINT]",
        parameters(
            "INSERT INTO accounts (id, owner) VALUES (?, ?)"
                + " ON CONFLICT (id) DO UPDATE SET balance = ? WHERE accounts.id > ?"));
  }

  private String parameters(String sql) {
    Description description = session.planner.describe(sql, session.session);
    assertTrue(description.schema().isEmpty());
    return description.parameters().stream().map(DataType::sqlName).toList().toString();
  }

  @Test
  void parametersWithValuesAreConstants() {
    PlannedStatement.Write write =
        (PlannedStatement.Write)
            session.plan("UPDATE accounts SET balance = ? WHERE id = ?", "12.5", 7);
    String text = circuit(write.circuit().orElseThrow());
    assertTrue(text.contains("12.50 AS balance"), text);
    assertTrue(text.contains("lookup=[primary key: id = 7]"), text);
  }

  private String answer(String sql) {
    try {
      return text(session.run(sql)).strip();
    } catch (LeatException error) {
      return error.sqlState() + " " + error.render(sql);
    }
  }

  private static String text(PlannedStatement planned) {
    if (planned instanceof PlannedStatement.Write write) {
      return write.kind()
          + " "
          + write.table().name().name()
          + " conflict "
          + write.conflict()
          + " checks "
          + write.checks()
          + "\n"
          + write.circuit().map(StoredStatementsTest::circuit).orElse("");
    }
    if (planned instanceof PlannedStatement.CreateMaterializedView create) {
      CatalogMaterializedView view = create.view();
      return "view "
          + view.name().name()
          + " "
          + view.schema()
          + " key "
          + view.key()
          + " reads "
          + new TreeSet<>(view.dependencies().stream().map(ObjectName::name).toList())
          + "\n"
          + view.query()
          + "\n"
          + circuit(create.circuit());
    }
    if (planned instanceof PlannedStatement.Query query) {
      return "query bounded "
          + query.bounded()
          + " follows "
          + query.followsStored()
          + " since "
          + query.since()
          + " as of "
          + query.asOf()
          + "\n"
          + circuit(query.circuit());
    }
    if (planned instanceof PlannedStatement.Insert insert) {
      return "insert into "
          + insert.targets()
          + " bounded "
          + insert.bounded()
          + " follows "
          + insert.followsStored()
          + "\n"
          + circuit(insert.circuit());
    }
    return planned instanceof PlannedStatement.Rows rows
        ? PlanningSession.text(rows)
        : planned.toString();
  }

  private static String circuit(Circuit circuit) {
    return PlanText.tree(circuit);
  }
}
