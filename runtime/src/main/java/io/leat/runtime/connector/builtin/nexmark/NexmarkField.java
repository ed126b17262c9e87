package io.leat.runtime.connector.builtin.nexmark;

import io.leat.runtime.connector.builtin.nexmark.model.NexmarkEvents;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.TypeKind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A field of a kind of events: NULL in events of other kinds. */
enum NexmarkField {
  PERSON_ID(NexmarkEvents.PERSON, Values.NUMBER, "id"),
  PERSON_NAME(NexmarkEvents.PERSON, Values.TEXT, "name"),
  PERSON_EMAIL(NexmarkEvents.PERSON, Values.TEXT, "emailAddress"),
  PERSON_CREDIT_CARD(NexmarkEvents.PERSON, Values.TEXT, "creditCard"),
  PERSON_CITY(NexmarkEvents.PERSON, Values.TEXT, "city"),
  PERSON_STATE(NexmarkEvents.PERSON, Values.TEXT, "state"),
  PERSON_TIME(NexmarkEvents.PERSON, Values.TIME, "dateTime"),
  PERSON_EXTRA(NexmarkEvents.PERSON, Values.TEXT, "extra"),
  AUCTION_ID(NexmarkEvents.AUCTION, Values.NUMBER, "id"),
  AUCTION_ITEM_NAME(NexmarkEvents.AUCTION, Values.TEXT, "itemName"),
  AUCTION_DESCRIPTION(NexmarkEvents.AUCTION, Values.TEXT, "description"),
  AUCTION_INITIAL_BID(NexmarkEvents.AUCTION, Values.NUMBER, "initialBid"),
  AUCTION_RESERVE(NexmarkEvents.AUCTION, Values.NUMBER, "reserve"),
  AUCTION_TIME(NexmarkEvents.AUCTION, Values.TIME, "dateTime"),
  AUCTION_EXPIRES(NexmarkEvents.AUCTION, Values.TIME, "expires"),
  AUCTION_SELLER(NexmarkEvents.AUCTION, Values.NUMBER, "seller"),
  AUCTION_CATEGORY(NexmarkEvents.AUCTION, Values.NUMBER, "category"),
  AUCTION_EXTRA(NexmarkEvents.AUCTION, Values.TEXT, "extra"),
  BID_AUCTION(NexmarkEvents.BID, Values.NUMBER, "auction"),
  BID_BIDDER(NexmarkEvents.BID, Values.NUMBER, "bidder"),
  BID_PRICE(NexmarkEvents.BID, Values.NUMBER, "price"),
  BID_CHANNEL(NexmarkEvents.BID, Values.TEXT, "channel"),
  BID_URL(NexmarkEvents.BID, Values.TEXT, "url"),
  BID_TIME(NexmarkEvents.BID, Values.TIME, "dateTime"),
  BID_EXTRA(NexmarkEvents.BID, Values.TEXT, "extra");

  /** The names of the columns that hold events, by kind. */
  static final List<String> KINDS = List.of("person", "auction", "bid");

  private enum Values {
    NUMBER("BIGINT"),
    TEXT("STRING"),
    TIME("TIMESTAMP(3)");

    private final String type;

    Values(String type) {
      this.type = type;
    }
  }

  private final int kind;
  private final Values values;
  private final String fieldName;

  NexmarkField(int kind, Values values, String fieldName) {
    this.kind = kind;
    this.values = values;
    this.fieldName = fieldName;
  }

  int kind() {
    return kind;
  }

  boolean isText() {
    return values == Values.TEXT;
  }

  /** Its type, as a table declares it. */
  String typeName() {
    return values.type;
  }

  /** Whether a column of this type can hold it. */
  boolean fits(DataType type) {
    return switch (values) {
      case NUMBER -> type.kind() == TypeKind.BIGINT;
      case TEXT -> type.kind() == TypeKind.VARCHAR && type.sqlName().equals("STRING");
      case TIME ->
          type.kind() == TypeKind.TIMESTAMP && type.sqlName().matches("TIMESTAMP\\([3-6]\\)");
    };
  }

  /** The field of a kind with a name, without regard to case. */
  static @Nullable NexmarkField find(int kind, String name) {
    // Later versions of the published tables call the time of an event so.
    String wanted = name.equalsIgnoreCase("customTime") ? "dateTime" : name;
    for (NexmarkField field : values()) {
      if (field.kind == kind && field.fieldName.equalsIgnoreCase(wanted)) {
        return field;
      }
    }
    return null;
  }

  /** The names of a kind's fields. */
  static List<String> names(int kind) {
    return Arrays.stream(values())
        .filter(field -> field.kind == kind)
        .map(field -> field.fieldName)
        .toList();
  }

  static int kind(String columnName) {
    return KINDS.indexOf(columnName.toLowerCase(Locale.ROOT));
  }
}
