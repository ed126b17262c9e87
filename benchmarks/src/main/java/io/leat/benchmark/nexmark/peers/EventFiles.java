package io.leat.benchmark.nexmark.peers;

import io.leat.runtime.connector.builtin.nexmark.model.NexmarkEvents;
import io.leat.runtime.connector.builtin.nexmark.model.NexmarkModel;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The events as files, a table each: {@code EventFiles DIRECTORY EVENTS} writes {@code person},
 * {@code auction} and {@code bid} as JSON lines and as CSV, for any engine to read.
 */
public final class EventFiles {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

  private final NexmarkEvents events = new NexmarkEvents(NexmarkModel.STANDARD);
  private final StringBuilder json = new StringBuilder();
  private final StringBuilder csv = new StringBuilder();

  public static void main(String[] arguments) throws IOException {
    write(Files.createDirectories(Path.of(arguments[0])), (long) Double.parseDouble(arguments[1]));
  }

  static void write(Path directory, long count) throws IOException {
    new EventFiles().writeAll(directory, count);
  }

  static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private void writeAll(Path directory, long count) throws IOException {
    String[] kinds = {"person", "auction", "bid"};
    OutputStream[] out = new OutputStream[2 * kinds.length];
    try {
      for (int i = 0; i < kinds.length; i++) {
        out[2 * i] = open(directory.resolve(kinds[i] + ".jsonl"));
        out[2 * i + 1] = open(directory.resolve(kinds[i] + ".csv"));
      }
      for (long number = 0; number < count; number++) {
        long id = events.id(number);
        int kind = events.kind(id);
        json.setLength(0);
        csv.setLength(0);
        switch (kind) {
          case NexmarkEvents.PERSON -> person(id);
          case NexmarkEvents.AUCTION -> auction(id);
          default -> bid(id);
        }
        out[2 * kind].write(json.append("}\n").toString().getBytes(StandardCharsets.UTF_8));
        out[2 * kind + 1].write(csv.append('\n').toString().getBytes(StandardCharsets.UTF_8));
      }
    } finally {
      for (OutputStream stream : out) {
        if (stream != null) {
          stream.close();
        }
      }
    }
  }

  private static OutputStream open(Path file) throws IOException {
    return new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
  }

  private void person(long id) {
    number("id", events.personId(id));
    text("name", events.personName(id));
    text("emailAddress", events.personEmail(id));
    text("creditCard", events.personCreditCard(id));
    text("city", events.personCity(id));
    text("state", events.personState(id));
    time("dateTime", events.timeMillis(id));
    text("extra", events.personExtra(id));
  }

  private void auction(long id) {
    number("id", events.auctionId(id));
    text("itemName", events.auctionItemName(id));
    text("description", events.auctionDescription(id));
    number("initialBid", events.auctionInitialBid(id));
    number("reserve", events.auctionReserve(id));
    time("dateTime", events.timeMillis(id));
    time("expires", events.auctionExpiresMillis(id));
    number("seller", events.auctionSeller(id));
    number("category", events.auctionCategory(id));
    text("extra", events.auctionExtra(id));
  }

  private void bid(long id) {
    number("auction", events.bidAuction(id));
    number("bidder", events.bidBidder(id));
    number("price", events.bidPrice(id));
    text("channel", events.bidChannel(id));
    text("url", events.bidUrl(id));
    time("dateTime", events.timeMillis(id));
    text("extra", events.bidExtra(id));
  }

  private void number(String key, long value) {
    field(key, Long.toString(value), false);
  }

  private void time(String key, long millis) {
    field(key, TIME.format(Instant.ofEpochMilli(millis)), true);
  }

  /** The texts of the model need no escaping in either format. */
  private void text(String key, long part) {
    int start = (int) (part >>> 32);
    field(key, new String(events.texts(), start, (int) part, StandardCharsets.UTF_8), true);
  }

  private void field(String key, String value, boolean quoted) {
    json.append(json.isEmpty() ? '{' : ',').append('"').append(key).append("\":");
    csv.append(csv.isEmpty() ? "" : ",").append(value);
    if (quoted) {
      json.append('"').append(value).append('"');
    } else {
      json.append(value);
    }
  }
}
