package io.leat.runtime.connector.builtin.nexmark.model;

/**
 * The events of a {@link NexmarkModel}. Event {@code id} is a person, an auction or a bid by its
 * place in its group; each field of it is a function of the id alone, so that fields that nobody
 * wants are not made. Numbers are as published: ids of persons and auctions count from 1000,
 * categories from 10.
 *
 * <p>Texts are parts of {@link #texts}, given as {@code start << 32 | length}. They must not be
 * changed.
 *
 * <p>May be used by several threads at once.
 */
public final class NexmarkEvents {
  public static final int PERSON = 0;
  public static final int AUCTION = 1;
  public static final int BID = 2;

  private static final long FIRST_ID = 1000;
  private static final long FIRST_CATEGORY = 10;
  private static final int CATEGORIES = 5;

  /** The hot auction, bidder and seller change with every so many new ones. */
  private static final int HOT_SPAN = 100;

  /** Bids and auctions name so many auctions and persons that are yet to come. */
  private static final int LEAD = 10;

  private static final int HOT_CHANNELS = 4;

  /** Steps by which the values of {@code POWERS[k]} grow: 10^(6 / 256^(k+1)). */
  private static final double[][] POWERS = powers();

  private final NexmarkModel model;
  private final NexmarkTexts texts;
  private final int group;
  private final long auctionEvents;

  private final long personName;
  private final long personContact;
  private final long personPlace;
  private final long personExtra;
  private final long auctionTexts;
  private final long auctionName;
  private final long auctionDescription;
  private final long auctionInitialBid;
  private final long auctionReserve;
  private final long auctionExpires;
  private final long auctionSeller;
  private final long auctionCategory;
  private final long auctionExtra;
  private final long bidAuction;
  private final long bidBidder;
  private final long bidPrice;
  private final long bidChannel;
  private final long bidExtra;
  private final int bidExtraLeast;
  private final int bidExtraRange;

  public NexmarkEvents(NexmarkModel model) {
    this.model = model;
    this.texts = NexmarkTexts.of(seed(0));
    this.group = model.group();
    this.auctionEvents = (long) model.openAuctions() * group / model.auctions();
    this.personName = seed(1);
    this.personContact = seed(2);
    this.personPlace = seed(3);
    this.personExtra = seed(4);
    this.auctionTexts = seed(5);
    this.auctionName = seed(6);
    this.auctionDescription = seed(7);
    this.auctionInitialBid = seed(8);
    this.auctionReserve = seed(9);
    this.auctionExpires = seed(10);
    this.auctionSeller = seed(11);
    this.auctionCategory = seed(12);
    this.auctionExtra = seed(13);
    this.bidAuction = seed(14);
    this.bidBidder = seed(15);
    this.bidPrice = seed(16);
    this.bidChannel = seed(17);
    this.bidExtra = seed(18);
    int wanted = Math.max(0, model.bidBytes() - 32);
    this.bidExtraLeast = wanted - fifth(wanted);
    this.bidExtraRange = 2 * fifth(wanted);
  }

  public NexmarkModel model() {
    return model;
  }

  /** What all texts are parts of. */
  public byte[] texts() {
    return texts.bytes();
  }

  /** The id of the event that comes as number {@code number}, from 0. */
  public long id(long number) {
    int span = model.disorderGroup();
    if (span == 1) {
      return number;
    }
    long base = number - number % span;
    return base + number % span * 953 % span;
  }

  /** {@link #PERSON}, {@link #AUCTION} or {@link #BID}. */
  public int kind(long id) {
    return kindAt((int) (id % group));
  }

  /** The kind of the event at a place of a group. */
  public int kindAt(int place) {
    return place < model.persons()
        ? PERSON
        : place < model.persons() + model.auctions() ? AUCTION : BID;
  }

  /** When it happens, in milliseconds since 1970-01-01 as UTC shows them. */
  public long timeMillis(long id) {
    long rate = model.eventsPerSecond();
    return model.baseMillis() + id / rate * 1000 + id % rate * 1000 / rate;
  }

  public long personId(long id) {
    return FIRST_ID + lastPerson(id);
  }

  public long personName(long id) {
    return texts.names[RandomWords.lowBelow(word(personName, id), texts.names.length)];
  }

  public long personEmail(long id) {
    return texts.emails[(int) (word(personContact, id) & (NexmarkTexts.CONTACTS - 1))];
  }

  public long personCreditCard(long id) {
    return texts.creditCards[(int) (word(personContact, id) >>> 50)];
  }

  public long personCity(long id) {
    return texts.cities[RandomWords.lowBelow(word(personPlace, id), texts.cities.length)];
  }

  public long personState(long id) {
    return texts.states[RandomWords.lowBelow(word(personPlace, id) >>> 32, texts.states.length)];
  }

  public long personExtra(long id) {
    int size =
        8
            + length(personName(id))
            + length(personEmail(id))
            + length(personCreditCard(id))
            + length(personCity(id))
            + length(personState(id));
    return extra(word(personExtra, id), model.personBytes() - size);
  }

  public long auctionId(long id) {
    return FIRST_ID + lastAuction(id);
  }

  public long auctionItemName(long id) {
    return texts.words(word(auctionName, id), 3 + RandomWords.lowBelow(word(auctionTexts, id), 17));
  }

  public long auctionDescription(long id) {
    return texts.words(
        word(auctionDescription, id), 3 + RandomWords.lowBelow(word(auctionTexts, id) >>> 32, 97));
  }

  public long auctionInitialBid(long id) {
    return price(word(auctionInitialBid, id));
  }

  public long auctionReserve(long id) {
    return auctionInitialBid(id) + price(word(auctionReserve, id));
  }

  /** When the auction ends, as {@link #timeMillis}. */
  public long auctionExpiresMillis(long id) {
    long time = timeMillis(id);
    long horizon = timeMillis(id + auctionEvents) - time;
    return time + 1 + RandomWords.below(word(auctionExpires, id), Math.max(1, 2 * horizon));
  }

  public long auctionSeller(long id) {
    long last = lastPerson(id);
    long word = word(auctionSeller, id);
    return FIRST_ID
        + (RandomWords.lowBelow(word, model.hotSellerRatio()) > 0
            ? last - last % HOT_SPAN
            : anyPerson(word, last));
  }

  public long auctionCategory(long id) {
    return FIRST_CATEGORY + RandomWords.lowBelow(word(auctionCategory, id), CATEGORIES);
  }

  public long auctionExtra(long id) {
    int size = 48 + length(auctionItemName(id)) + length(auctionDescription(id));
    return extra(word(auctionExtra, id), model.auctionBytes() - size);
  }

  public long bidAuction(long id) {
    return bidAuction(id, lastAuction(id));
  }

  /**
   * The auction that is bid for.
   *
   * @param last {@link #lastAuction} of this id
   */
  public long bidAuction(long id, long last) {
    long word = word(bidAuction, id);
    if (RandomWords.lowBelow(word, model.hotAuctionRatio()) > 0) {
      return FIRST_ID + last - last % HOT_SPAN;
    }
    long first = Math.max(0, last - model.openAuctions());
    return FIRST_ID + first + RandomWords.below(word, last - first + 1 + LEAD);
  }

  public long bidBidder(long id) {
    return bidBidder(id, lastPerson(id));
  }

  /**
   * Who bids.
   *
   * @param last {@link #lastPerson} of this id
   */
  public long bidBidder(long id, long last) {
    long word = word(bidBidder, id);
    return FIRST_ID
        + (RandomWords.lowBelow(word, model.hotBidderRatio()) > 0
            ? last - last % HOT_SPAN + 1
            : anyPerson(word, last));
  }

  public long bidPrice(long id) {
    return price(word(bidPrice, id));
  }

  public long bidChannel(long id) {
    return texts.channels[channel(id)];
  }

  public long bidUrl(long id) {
    return texts.urls[channel(id)];
  }

  public long bidExtra(long id) {
    long word = word(bidExtra, id);
    return texts.letters(word, bidExtraLeast + RandomWords.lowBelow(word, bidExtraRange));
  }

  /** The number of the last auction that has come, counted from 0. */
  public long lastAuction(long id) {
    return lastAuction(id / group, (int) (id % group));
  }

  /** The same, of the event at a place of a group. */
  public long lastAuction(long groupNumber, int place) {
    int of = place - model.persons();
    return of < 0
        ? groupNumber * model.auctions() - 1
        : groupNumber * model.auctions() + Math.min(of, model.auctions() - 1);
  }

  /** The number of the last person that has come, counted from 0. */
  public long lastPerson(long id) {
    return lastPerson(id / group, (int) (id % group));
  }

  /** The same, of the event at a place of a group. */
  public long lastPerson(long groupNumber, int place) {
    return groupNumber * model.persons() + Math.min(place, model.persons() - 1);
  }

  private long anyPerson(long word, long last) {
    long active = Math.min(last + 1, model.activePersons());
    return last + 1 - active + RandomWords.below(word, active + LEAD);
  }

  /** Every second bid comes by one of four channels, the others by any of many. */
  private int channel(long id) {
    long word = word(bidChannel, id);
    return word < 0
        ? NexmarkTexts.CHANNELS + RandomWords.lowBelow(word, HOT_CHANNELS)
        : RandomWords.lowBelow(word, NexmarkTexts.CHANNELS);
  }

  /** From 100 to 100 million, all orders of magnitude equally often. */
  private static long price(long word) {
    double power =
        POWERS[0][(int) (word >>> 56)]
            * POWERS[1][(int) (word >>> 48) & 255]
            * POWERS[2][(int) (word >>> 40) & 255];
    return Math.round(power * 100);
  }

  private static double[][] powers() {
    double[][] powers = new double[3][256];
    for (int i = 0; i < 256; i++) {
      powers[0][i] = StrictMath.pow(10, 6 * i / 0x1p8);
      powers[1][i] = StrictMath.pow(10, 6 * i / 0x1p16);
      powers[2][i] = StrictMath.pow(10, 6 * i / 0x1p24);
    }
    return powers;
  }

  /** Letters of the wanted length on average. */
  private long extra(long word, int wanted) {
    if (wanted <= 0) {
      return 0;
    }
    int part = fifth(wanted);
    return texts.letters(word, wanted - part + RandomWords.lowBelow(word, 2 * part));
  }

  private static int fifth(int size) {
    return (int) Math.round(size * 0.2);
  }

  private static int length(long part) {
    return (int) part;
  }

  private static long word(long seed, long id) {
    return RandomWords.word(seed, id);
  }

  private long seed(int field) {
    return RandomWords.word(RandomWords.word(model.seed(), 1), field);
  }
}
