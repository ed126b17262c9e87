package io.leat.benchmark.spark;

import io.leat.runtime.connector.builtin.nexmark.model.NexmarkEvents;
import io.leat.runtime.connector.builtin.nexmark.model.NexmarkModel;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.unsafe.types.UTF8String;

/** Makes rows of the events of one kind. Texts are parts of the generator's bytes, not copied. */
final class EventReaderFactory implements PartitionReaderFactory {
  private static final NexmarkEvents EVENTS = new NexmarkEvents(NexmarkModel.STANDARD);

  private final int kind;
  private final String[] columns;

  EventReaderFactory(int kind, String[] columns) {
    this.kind = kind;
    this.columns = columns;
  }

  private interface Field {
    Object of(long id);
  }

  @Override
  public PartitionReader<InternalRow> createReader(InputPartition partition) {
    EventStream.EventPartition part = (EventStream.EventPartition) partition;
    Field[] fields = new Field[columns.length];
    for (int i = 0; i < fields.length; i++) {
      fields[i] = field(columns[i]);
    }
    return new PartitionReader<>() {
      private long number = part.start() + part.first() - part.step();

      @Override
      public boolean next() {
        do {
          number += part.step();
        } while (number < part.end() && EVENTS.kind(EVENTS.id(number)) != kind);
        return number < part.end();
      }

      @Override
      public InternalRow get() {
        long id = EVENTS.id(number);
        Object[] values = new Object[fields.length];
        for (int i = 0; i < values.length; i++) {
          values[i] = fields[i].of(id);
        }
        return new GenericInternalRow(values);
      }

      @Override
      public void close() {}
    };
  }

  private Field field(String name) {
    return switch (kind) {
      case NexmarkEvents.PERSON -> person(name);
      case NexmarkEvents.AUCTION -> auction(name);
      default -> bid(name);
    };
  }

  private static Field person(String name) {
    return switch (name) {
      case "id" -> EVENTS::personId;
      case "name" -> id -> text(EVENTS.personName(id));
      case "emailAddress" -> id -> text(EVENTS.personEmail(id));
      case "creditCard" -> id -> text(EVENTS.personCreditCard(id));
      case "city" -> id -> text(EVENTS.personCity(id));
      case "state" -> id -> text(EVENTS.personState(id));
      case "dateTime" -> EventReaderFactory::time;
      case "extra" -> id -> text(EVENTS.personExtra(id));
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static Field auction(String name) {
    return switch (name) {
      case "id" -> EVENTS::auctionId;
      case "itemName" -> id -> text(EVENTS.auctionItemName(id));
      case "description" -> id -> text(EVENTS.auctionDescription(id));
      case "initialBid" -> EVENTS::auctionInitialBid;
      case "reserve" -> EVENTS::auctionReserve;
      case "dateTime" -> EventReaderFactory::time;
      case "expires" -> id -> EVENTS.auctionExpiresMillis(id) * 1000;
      case "seller" -> EVENTS::auctionSeller;
      case "category" -> EVENTS::auctionCategory;
      case "extra" -> id -> text(EVENTS.auctionExtra(id));
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static Field bid(String name) {
    return switch (name) {
      case "auction" -> EVENTS::bidAuction;
      case "bidder" -> EVENTS::bidBidder;
      case "price" -> EVENTS::bidPrice;
      case "channel" -> id -> text(EVENTS.bidChannel(id));
      case "url" -> id -> text(EVENTS.bidUrl(id));
      case "dateTime" -> EventReaderFactory::time;
      case "extra" -> id -> text(EVENTS.bidExtra(id));
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static Object time(long id) {
    return EVENTS.timeMillis(id) * 1000;
  }

  private static UTF8String text(long part) {
    return UTF8String.fromBytes(EVENTS.texts(), (int) (part >>> 32), (int) part);
  }
}
