package io.leat.runtime.connector.builtin.nexmark;

import io.leat.runtime.connector.builtin.nexmark.model.NexmarkEvents;
import io.leat.runtime.data.BytesColumn;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.IntColumn;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.data.RowColumn;
import java.util.Arrays;
import java.util.List;

/** Fills a column of a table. */
sealed interface NexmarkColumn {

  /**
   * Makes the empty column hold its values of a block's events.
   *
   * @param texts of {@link NexmarkEvents#texts}, one row
   */
  void fill(Column column, EventBlock block, BytesColumn texts);

  /** The number of the kind. */
  record Kind() implements NexmarkColumn {
    @Override
    public void fill(Column column, EventBlock block, BytesColumn texts) {
      int[] values = ((IntColumn) column).reserve(block.count);
      System.arraycopy(block.kinds, 0, values, 0, block.count);
      column.setSize(block.count);
    }
  }

  /** Whole events of a kind. */
  record Events(int kind, List<Value> fields) implements NexmarkColumn {
    @Override
    public void fill(Column column, EventBlock block, BytesColumn texts) {
      RowColumn rows = (RowColumn) column;
      for (int i = 0; i < fields.size(); i++) {
        fields.get(i).fill(rows.field(i), block, texts);
      }
      rows.setSize(block.count);
      rows.setNulls(block.others[kind], block.count);
    }
  }

  /** One field of the events of its kind. */
  record Value(NexmarkField field) implements NexmarkColumn {
    private static final long MICROS = 1000;

    @Override
    public void fill(Column column, EventBlock block, BytesColumn texts) {
      if (field.isText()) {
        fill((BytesColumn) column, block, texts);
        return;
      }
      long[] values = ((LongColumn) column).reserve(block.count);
      Arrays.fill(values, 0, block.count, 0);
      if (field.kind() == NexmarkEvents.BID) {
        bids(values, block);
      } else {
        int[] rows = block.rows[field.kind()];
        for (int i = 0; i < block.rowCounts[field.kind()]; i++) {
          values[rows[i]] = number(block.events, block.ids[rows[i]]);
        }
      }
      column.setSize(block.count);
      column.setNulls(block.others[field.kind()], block.count);
    }

    private void bids(long[] values, EventBlock block) {
      NexmarkEvents events = block.events;
      int[] rows = block.rows[NexmarkEvents.BID];
      int count = block.rowCounts[NexmarkEvents.BID];
      long[] ids = block.ids;
      switch (field) {
        case BID_AUCTION -> {
          for (int i = 0; i < count; i++) {
            int row = rows[i];
            values[row] = events.bidAuction(ids[row], block.lastAuctions[row]);
          }
        }
        case BID_BIDDER -> {
          for (int i = 0; i < count; i++) {
            int row = rows[i];
            values[row] = events.bidBidder(ids[row], block.lastPersons[row]);
          }
        }
        case BID_PRICE -> {
          for (int i = 0; i < count; i++) {
            values[rows[i]] = events.bidPrice(ids[rows[i]]);
          }
        }
        case BID_TIME -> {
          long[] micros = block.micros();
          for (int i = 0; i < count; i++) {
            values[rows[i]] = micros[rows[i]];
          }
        }
        default -> throw new IllegalStateException(field.name());
      }
    }

    private long number(NexmarkEvents events, long id) {
      return switch (field) {
        case PERSON_ID -> events.personId(id);
        case PERSON_TIME, AUCTION_TIME -> events.timeMillis(id) * MICROS;
        case AUCTION_ID -> events.auctionId(id);
        case AUCTION_INITIAL_BID -> events.auctionInitialBid(id);
        case AUCTION_RESERVE -> events.auctionReserve(id);
        case AUCTION_EXPIRES -> events.auctionExpiresMillis(id) * MICROS;
        case AUCTION_SELLER -> events.auctionSeller(id);
        case AUCTION_CATEGORY -> events.auctionCategory(id);
        default -> throw new IllegalStateException(field.name());
      };
    }

    /** The texts stay where they are: the column borrows them. */
    private void fill(BytesColumn column, EventBlock block, BytesColumn texts) {
      NexmarkEvents events = block.events;
      int[] from = block.from;
      int[] to = block.to;
      Arrays.fill(from, 0, block.count, -1);
      int[] rows = block.rows[field.kind()];
      int count = block.rowCounts[field.kind()];
      long[] ids = block.ids;
      switch (field) {
        case BID_CHANNEL -> {
          for (int i = 0; i < count; i++) {
            long part = events.bidChannel(ids[rows[i]]);
            from[rows[i]] = (int) (part >>> 32);
            to[rows[i]] = (int) (part >>> 32) + (int) part;
          }
        }
        case BID_URL -> {
          for (int i = 0; i < count; i++) {
            long part = events.bidUrl(ids[rows[i]]);
            from[rows[i]] = (int) (part >>> 32);
            to[rows[i]] = (int) (part >>> 32) + (int) part;
          }
        }
        case BID_EXTRA -> {
          for (int i = 0; i < count; i++) {
            long part = events.bidExtra(ids[rows[i]]);
            from[rows[i]] = (int) (part >>> 32);
            to[rows[i]] = (int) (part >>> 32) + (int) part;
          }
        }
        default -> {
          for (int i = 0; i < count; i++) {
            long part = text(events, ids[rows[i]]);
            from[rows[i]] = (int) (part >>> 32);
            to[rows[i]] = (int) (part >>> 32) + (int) part;
          }
        }
      }
      column.selectParts(texts, from, to, block.count);
    }

    private long text(NexmarkEvents events, long id) {
      return switch (field) {
        case PERSON_NAME -> events.personName(id);
        case PERSON_EMAIL -> events.personEmail(id);
        case PERSON_CREDIT_CARD -> events.personCreditCard(id);
        case PERSON_CITY -> events.personCity(id);
        case PERSON_STATE -> events.personState(id);
        case PERSON_EXTRA -> events.personExtra(id);
        case AUCTION_ITEM_NAME -> events.auctionItemName(id);
        case AUCTION_DESCRIPTION -> events.auctionDescription(id);
        case AUCTION_EXTRA -> events.auctionExtra(id);
        default -> throw new IllegalStateException(field.name());
      };
    }
  }
}
