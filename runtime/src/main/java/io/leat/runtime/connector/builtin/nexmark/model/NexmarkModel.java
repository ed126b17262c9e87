package io.leat.runtime.connector.builtin.nexmark.model;

/**
 * What the published model of Nexmark leaves to choose. The events of two equal models are equal.
 *
 * @param seed selects the random values
 * @param eventsPerSecond of event time
 * @param baseMillis the time of the first event, in milliseconds since 1970-01-01 as UTC shows it
 * @param persons how many of a group of events are new persons; they come first
 * @param auctions how many of a group are new auctions
 * @param bids how many of a group are bids; they come last
 * @param personBytes the average size of a person
 * @param auctionBytes the average size of an auction
 * @param bidBytes the average size of a bid
 * @param hotAuctionRatio one of so many bids is on any open auction, the others on the hot one
 * @param hotBidderRatio one of so many bids is by any active person, the others by the hot one
 * @param hotSellerRatio one of so many auctions is by any active person, the others by the hot one
 * @param openAuctions how many auctions take bids at a time
 * @param activePersons how many of the last persons bid and sell
 * @param disorderGroup events come in mixed order within groups of so many; 1 for in order
 */
public record NexmarkModel(
    long seed,
    long eventsPerSecond,
    long baseMillis,
    int persons,
    int auctions,
    int bids,
    int personBytes,
    int auctionBytes,
    int bidBytes,
    int hotAuctionRatio,
    int hotBidderRatio,
    int hotSellerRatio,
    int openAuctions,
    int activePersons,
    int disorderGroup) {

  /** 100,000 events a second from 2015-07-15 on, and all else as published. */
  public static final NexmarkModel STANDARD =
      new NexmarkModel(
          0, 100_000, 1_436_918_400_000L, 1, 3, 46, 200, 500, 100, 2, 4, 4, 100, 1000, 1);

  public NexmarkModel {
    if (eventsPerSecond < 1
        || persons < 1
        || auctions < 1
        || bids < 1
        || hotAuctionRatio < 1
        || hotBidderRatio < 1
        || hotSellerRatio < 1
        || openAuctions < 1
        || activePersons < 1
        || disorderGroup < 1) {
      throw new IllegalArgumentException("rates, shares and numbers must be positive");
    }
  }

  /** These events, of another seed. */
  public NexmarkModel withSeed(long newSeed) {
    return new NexmarkModel(
        newSeed,
        eventsPerSecond,
        baseMillis,
        persons,
        auctions,
        bids,
        personBytes,
        auctionBytes,
        bidBytes,
        hotAuctionRatio,
        hotBidderRatio,
        hotSellerRatio,
        openAuctions,
        activePersons,
        disorderGroup);
  }

  /** These events at another rate, from another time on. */
  public NexmarkModel withTimes(long newEventsPerSecond, long newBaseMillis) {
    return new NexmarkModel(
        seed,
        newEventsPerSecond,
        newBaseMillis,
        persons,
        auctions,
        bids,
        personBytes,
        auctionBytes,
        bidBytes,
        hotAuctionRatio,
        hotBidderRatio,
        hotSellerRatio,
        openAuctions,
        activePersons,
        disorderGroup);
  }

  /** These events in another order. */
  public NexmarkModel withDisorder(int newDisorderGroup) {
    return new NexmarkModel(
        seed,
        eventsPerSecond,
        baseMillis,
        persons,
        auctions,
        bids,
        personBytes,
        auctionBytes,
        bidBytes,
        hotAuctionRatio,
        hotBidderRatio,
        hotSellerRatio,
        openAuctions,
        activePersons,
        newDisorderGroup);
  }

  /** The number of events after which the kinds of events come in the same order again. */
  public int group() {
    return persons + auctions + bids;
  }
}
