package io.leat.benchmark.nexmark;

import io.leat.runtime.connector.builtin.nexmark.model.NexmarkEvents;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** The same events in tables of DuckDB. */
final class NexmarkDuckDb {
  private static final String[] TABLES = {
    "CREATE TABLE person (id BIGINT, name VARCHAR, emailAddress VARCHAR, creditCard VARCHAR,"
        + " city VARCHAR, state VARCHAR, dateTime TIMESTAMP, extra VARCHAR)",
    "CREATE TABLE auction (id BIGINT, itemName VARCHAR, description VARCHAR, initialBid BIGINT,"
        + " reserve BIGINT, dateTime TIMESTAMP, expires TIMESTAMP, seller BIGINT, category BIGINT,"
        + " extra VARCHAR)",
    "CREATE TABLE bid (auction BIGINT, bidder BIGINT, price BIGINT, channel VARCHAR, url VARCHAR,"
        + " dateTime TIMESTAMP, extra VARCHAR)"
  };

  private final NexmarkEvents events;

  private NexmarkDuckDb(NexmarkEvents events) {
    this.events = events;
  }

  static DuckDBConnection open(NexmarkEvents events, long count) throws SQLException {
    DuckDBConnection connection = (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:");
    try (Statement statement = connection.createStatement()) {
      for (String table : TABLES) {
        statement.execute(table);
      }
    }
    NexmarkDuckDb rows = new NexmarkDuckDb(events);
    try (DuckDBAppender persons = connection.createAppender("main", "person");
        DuckDBAppender auctions = connection.createAppender("main", "auction");
        DuckDBAppender bids = connection.createAppender("main", "bid")) {
      for (long number = 0; number < count; number++) {
        long id = events.id(number);
        switch (events.kind(id)) {
          case NexmarkEvents.PERSON -> rows.person(persons, id);
          case NexmarkEvents.AUCTION -> rows.auction(auctions, id);
          default -> rows.bid(bids, id);
        }
      }
    }
    return connection;
  }

  private void person(DuckDBAppender row, long id) throws SQLException {
    row.beginRow();
    row.append(events.personId(id));
    row.append(text(events.personName(id)));
    row.append(text(events.personEmail(id)));
    row.append(text(events.personCreditCard(id)));
    row.append(text(events.personCity(id)));
    row.append(text(events.personState(id)));
    row.append(time(events.timeMillis(id)));
    row.append(text(events.personExtra(id)));
    row.endRow();
  }

  private void auction(DuckDBAppender row, long id) throws SQLException {
    row.beginRow();
    row.append(events.auctionId(id));
    row.append(text(events.auctionItemName(id)));
    row.append(text(events.auctionDescription(id)));
    row.append(events.auctionInitialBid(id));
    row.append(events.auctionReserve(id));
    row.append(time(events.timeMillis(id)));
    row.append(time(events.auctionExpiresMillis(id)));
    row.append(events.auctionSeller(id));
    row.append(events.auctionCategory(id));
    row.append(text(events.auctionExtra(id)));
    row.endRow();
  }

  private void bid(DuckDBAppender row, long id) throws SQLException {
    row.beginRow();
    row.append(events.bidAuction(id));
    row.append(events.bidBidder(id));
    row.append(events.bidPrice(id));
    row.append(text(events.bidChannel(id)));
    row.append(text(events.bidUrl(id)));
    row.append(time(events.timeMillis(id)));
    row.append(text(events.bidExtra(id)));
    row.endRow();
  }

  private String text(long part) {
    return new String(events.texts(), (int) (part >>> 32), (int) part, StandardCharsets.UTF_8);
  }

  private static LocalDateTime time(long millis) {
    return LocalDateTime.ofEpochSecond(
        Math.floorDiv(millis, 1000),
        (int) Math.floorMod(millis, 1000L) * 1_000_000,
        ZoneOffset.UTC);
  }
}
