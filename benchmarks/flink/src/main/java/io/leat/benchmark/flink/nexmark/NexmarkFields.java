package io.leat.benchmark.flink.nexmark;

import io.leat.runtime.connector.builtin.nexmark.model.NexmarkEvents;
import io.leat.runtime.connector.builtin.nexmark.model.NexmarkModel;
import java.util.List;
import org.apache.flink.core.memory.MemorySegment;
import org.apache.flink.core.memory.MemorySegmentFactory;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.data.binary.BinaryStringData;
import org.jspecify.annotations.Nullable;

/**
 * Makes rows of those fields that are wanted. Texts are parts of the generator's bytes, not copied.
 */
final class NexmarkFields {
  /** A field of an event by its id. */
  private interface Field {
    @Nullable Object of(long id);
  }

  private final NexmarkEvents events;
  private final MemorySegment[] texts;
  private final Field[] fields;

  /**
   * @param paths such as {@code event_type} or {@code bid.auction}; {@code bid} alone is a row of
   *     all its fields
   */
  NexmarkFields(NexmarkModel model, List<String> paths) {
    this.events = new NexmarkEvents(model);
    this.texts = new MemorySegment[] {MemorySegmentFactory.wrap(events.texts())};
    this.fields = paths.stream().map(this::field).toArray(Field[]::new);
  }

  NexmarkEvents events() {
    return events;
  }

  RowData row(long id) {
    GenericRowData row = new GenericRowData(fields.length);
    for (int i = 0; i < fields.length; i++) {
      row.setField(i, fields[i].of(id));
    }
    return row;
  }

  private Field field(String path) {
    return switch (path) {
      case "event_type" -> events::kind;
      case "dateTime" -> this::time;
      case "person" ->
          whole(NexmarkEvents.PERSON, "id,name,emailAddress,creditCard,city,state,dateTime,extra");
      case "auction" ->
          whole(
              NexmarkEvents.AUCTION,
              "id,itemName,description,initialBid,reserve,dateTime,expires,seller,category,extra");
      case "bid" -> whole(NexmarkEvents.BID, "auction,bidder,price,channel,url,dateTime,extra");
      default -> {
        int dot = path.indexOf('.');
        String kind = path.substring(0, dot);
        String name = path.substring(dot + 1);
        yield switch (kind) {
          case "person" -> only(NexmarkEvents.PERSON, person(name));
          case "auction" -> only(NexmarkEvents.AUCTION, auction(name));
          case "bid" -> only(NexmarkEvents.BID, bid(name));
          default -> throw new IllegalArgumentException(path);
        };
      }
    };
  }

  private Field whole(int kind, String names) {
    String[] list = names.split(",");
    Field[] parts = new Field[list.length];
    for (int i = 0; i < parts.length; i++) {
      parts[i] =
          kind == NexmarkEvents.PERSON
              ? person(list[i])
              : kind == NexmarkEvents.AUCTION ? auction(list[i]) : bid(list[i]);
    }
    return only(
        kind,
        id -> {
          GenericRowData row = new GenericRowData(parts.length);
          for (int i = 0; i < parts.length; i++) {
            row.setField(i, parts[i].of(id));
          }
          return row;
        });
  }

  private Field only(int kind, Field field) {
    return id -> events.kind(id) == kind ? field.of(id) : null;
  }

  private Field person(String name) {
    return switch (name) {
      case "id" -> events::personId;
      case "name" -> id -> text(events.personName(id));
      case "emailAddress" -> id -> text(events.personEmail(id));
      case "creditCard" -> id -> text(events.personCreditCard(id));
      case "city" -> id -> text(events.personCity(id));
      case "state" -> id -> text(events.personState(id));
      case "dateTime" -> this::time;
      case "extra" -> id -> text(events.personExtra(id));
      default -> throw new IllegalArgumentException("person." + name);
    };
  }

  private Field auction(String name) {
    return switch (name) {
      case "id" -> events::auctionId;
      case "itemName" -> id -> text(events.auctionItemName(id));
      case "description" -> id -> text(events.auctionDescription(id));
      case "initialBid" -> events::auctionInitialBid;
      case "reserve" -> events::auctionReserve;
      case "dateTime" -> this::time;
      case "expires" -> id -> TimestampData.fromEpochMillis(events.auctionExpiresMillis(id));
      case "seller" -> events::auctionSeller;
      case "category" -> events::auctionCategory;
      case "extra" -> id -> text(events.auctionExtra(id));
      default -> throw new IllegalArgumentException("auction." + name);
    };
  }

  private Field bid(String name) {
    return switch (name) {
      case "auction" -> events::bidAuction;
      case "bidder" -> events::bidBidder;
      case "price" -> events::bidPrice;
      case "channel" -> id -> text(events.bidChannel(id));
      case "url" -> id -> text(events.bidUrl(id));
      case "dateTime" -> this::time;
      case "extra" -> id -> text(events.bidExtra(id));
      default -> throw new IllegalArgumentException("bid." + name);
    };
  }

  private TimestampData time(long id) {
    return TimestampData.fromEpochMillis(events.timeMillis(id));
  }

  private BinaryStringData text(long part) {
    return BinaryStringData.fromAddress(texts, (int) (part >>> 32), (int) part);
  }
}
