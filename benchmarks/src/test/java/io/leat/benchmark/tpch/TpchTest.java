package io.leat.benchmark.tpch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** All queries of TPC-H on small tables, at once and incrementally, against DuckDB. */
class TpchTest {

  @Test
  void answersAreThoseOfDuckDb() throws SQLException, IOException {
    assertEquals(0, TpchRun.wrongAnswers(0.01, 20, TpchRun.all()));
  }
}
