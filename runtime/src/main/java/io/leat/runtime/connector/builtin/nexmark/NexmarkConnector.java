package io.leat.runtime.connector.builtin.nexmark;

import io.leat.runtime.circuit.TableDefinition;
import io.leat.runtime.connector.Connector;
import io.leat.runtime.connector.ConnectorOption;
import io.leat.runtime.connector.Option;
import io.leat.runtime.connector.OptionParser;
import io.leat.runtime.connector.Sink;
import io.leat.runtime.connector.Source;
import io.leat.runtime.connector.TableOptions;
import io.leat.runtime.connector.builtin.Pace;
import io.leat.runtime.connector.builtin.nexmark.model.NexmarkModel;
import io.leat.runtime.error.LeatException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code nexmark}: the events of an auction site, as many and as fast as wanted, with the options
 * of Flink's connector of that name.
 */
public final class NexmarkConnector implements Connector {
  private static final String POSITIVE = "a positive whole number";
  private static final int MOST = 1_000_000;
  private static final NexmarkModel STANDARD = NexmarkModel.STANDARD;

  private static final Option<Long> NUMBER =
      Option.optional(
          "events.num",
          OptionParser.whole("a whole number, 0 for no end", 0, Long.MAX_VALUE),
          "How many events there are; without it, or with 0, there is no end.");
  private static final Option<Long> FIRST_RATE =
      Option.withDefault(
          "first-event.rate",
          OptionParser.whole(POSITIVE, 1, 1_000_000_000),
          STANDARD.eventsPerSecond(),
          "Events a second of event time.");
  private static final Option<Long> NEXT_RATE =
      Option.optional(
          "next-event.rate",
          OptionParser.whole(POSITIVE, 1, 1_000_000_000),
          "The same as 'first-event.rate': the rate does not change.");
  private static final Option<Boolean> LIMITED =
      Option.withDefault(
          "rate.limited",
          OptionParser.bool(),
          false,
          "Whether events come no faster than event time passes.");
  private static final Option<Long> SEED =
      Option.withDefault(
          "seed",
          OptionParser.whole(Long.MIN_VALUE, Long.MAX_VALUE),
          STANDARD.seed(),
          "Selects the random values.");
  private static final Option<String> BASE_TIME =
      Option.withDefault(
          "base-time",
          OptionParser.text(),
          "2015-07-15 00:00:00",
          "The time of the first event: a timestamp, or 'now'.");
  private static final Option<Long> SPLITS =
      Option.withDefault(
          "splits",
          OptionParser.whole(POSITIVE, 1, 1024),
          1024L,
          "How many workers share the table at most.");
  private static final Option<Long> DISORDER =
      number(
          "out-of-order.group-size",
          STANDARD.disorderGroup(),
          "Events come in mixed order within groups of so many; 1 for in order.");
  private static final Option<Long> PERSONS =
      number("person.proportion", STANDARD.persons(), "Persons in a group of events.");
  private static final Option<Long> AUCTIONS =
      number("auction.proportion", STANDARD.auctions(), "Auctions in a group of events.");
  private static final Option<Long> BIDS =
      number("bid.proportion", STANDARD.bids(), "Bids in a group of events.");
  private static final Option<Long> PERSON_SIZE =
      number("person.avg-size", STANDARD.personBytes(), "Average bytes of a person.");
  private static final Option<Long> AUCTION_SIZE =
      number("auction.avg-size", STANDARD.auctionBytes(), "Average bytes of an auction.");
  private static final Option<Long> BID_SIZE =
      number("bid.avg-size", STANDARD.bidBytes(), "Average bytes of a bid.");
  private static final Option<Long> HOT_AUCTIONS =
      number(
          "bid.hot-ratio.auctions",
          STANDARD.hotAuctionRatio(),
          "One of so many bids is not on the hot auction.");
  private static final Option<Long> HOT_BIDDERS =
      number(
          "bid.hot-ratio.bidders",
          STANDARD.hotBidderRatio(),
          "One of so many bids is not by the hot bidder.");
  private static final Option<Long> HOT_SELLERS =
      number(
          "auction.hot-ratio.sellers",
          STANDARD.hotSellerRatio(),
          "One of so many auctions is not by the hot seller.");
  private static final List<Option<?>> ALL =
      List.of(
          NUMBER,
          FIRST_RATE,
          NEXT_RATE,
          LIMITED,
          SEED,
          BASE_TIME,
          SPLITS,
          DISORDER,
          PERSONS,
          AUCTIONS,
          BIDS,
          PERSON_SIZE,
          AUCTION_SIZE,
          BID_SIZE,
          HOT_AUCTIONS,
          HOT_BIDDERS,
          HOT_SELLERS);

  private static Option<Long> number(String key, int fallback, String description) {
    return Option.withDefault(
        key, OptionParser.whole(POSITIVE, 1, MOST), (long) fallback, description);
  }

  @Override
  public String name() {
    return "nexmark";
  }

  @Override
  public List<ConnectorOption> options(TableDefinition table) {
    return ALL.stream().map(Option::declaration).toList();
  }

  @Override
  public boolean readsFields() {
    return true;
  }

  @Override
  public boolean isSource() {
    return true;
  }

  @Override
  public boolean isSink() {
    return false;
  }

  @Override
  public Source source(TableDefinition table) {
    List<NexmarkColumn> columns = NexmarkTable.columns(table.schema());
    TableOptions options = new TableOptions(table);
    long rate = options.get(FIRST_RATE);
    Optional<Long> next = options.find(NEXT_RATE);
    if (next.isPresent() && next.get() != rate) {
      throw LeatException.notSupported(
          "a 'next-event.rate' other than the 'first-event.rate'", "Give both the same value.");
    }
    String base = options.get(BASE_TIME);
    boolean now = base.toLowerCase(Locale.ROOT).equals("now");
    NexmarkModel model = model(options, rate, now ? STANDARD.baseMillis() : millis(base));
    long number = options.find(NUMBER).orElse(0L);
    return new NexmarkSource(
        columns,
        model,
        now ? NexmarkSource.NOW : model.baseMillis(),
        options.get(LIMITED) ? new Pace(rate) : Pace.AT_ONCE,
        number == 0 ? Long.MAX_VALUE : number,
        Math.toIntExact(options.get(SPLITS)));
  }

  private static NexmarkModel model(TableOptions options, long rate, long baseMillis) {
    return new NexmarkModel(
        options.get(SEED),
        rate,
        baseMillis,
        whole(options, PERSONS),
        whole(options, AUCTIONS),
        whole(options, BIDS),
        whole(options, PERSON_SIZE),
        whole(options, AUCTION_SIZE),
        whole(options, BID_SIZE),
        whole(options, HOT_AUCTIONS),
        whole(options, HOT_BIDDERS),
        whole(options, HOT_SELLERS),
        STANDARD.openAuctions(),
        STANDARD.activePersons(),
        whole(options, DISORDER));
  }

  private static int whole(TableOptions options, Option<Long> option) {
    return Math.toIntExact(options.get(option));
  }

  private static long millis(String text) {
    try {
      return LocalDateTime.parse(text.trim().replace(' ', 'T'))
          .toInstant(ZoneOffset.UTC)
          .toEpochMilli();
    } catch (DateTimeParseException e) {
      throw TableOptions.wrong(
          "'base-time' must be a timestamp such as '2026-01-01 00:00:00' or 'now', not '"
              + text
              + "'",
          BASE_TIME.description());
    }
  }

  @Override
  public Sink sink(TableDefinition table) {
    throw LeatException.notSupported(
        "writing to a 'nexmark' table", "Write to a table whose connector is a sink.");
  }
}
