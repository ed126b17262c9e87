package io.leat.server.avatica;

import java.time.Duration;

/**
 * How long the server waits for clients.
 *
 * @param fetchWait a fetch that finds no row is answered with none after this time, so that the
 *     client does not take silence for death; well below the response timeouts of clients
 * @param queryLease the queries of a client that no network connection belongs to any more end
 *     after this time
 * @param sessionLease and its session after this
 */
public record Limits(Duration fetchWait, Duration queryLease, Duration sessionLease) {
  public static final Limits DEFAULT =
      new Limits(Duration.ofSeconds(30), Duration.ofSeconds(15), Duration.ofMinutes(5));
}
