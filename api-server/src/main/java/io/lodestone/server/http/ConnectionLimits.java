package io.lodestone.server.http;

import io.lodestone.server.log.EventLog;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * How many connections there are, in all and from one address, and who gets no more. The addresses
 * of an IPv6 network (its first 64 bits) count as one: whoever has one of them has them all. Safe
 * for several threads.
 */
final class ConnectionLimits {
  private static final int NETWORK_BYTES = 8;
  private static final long MILLIS_BETWEEN_LINES = 1_000;

  private final int max;
  private final int perAddressMax;
  private final InstantSource clock;
  private final EventLog log;

  // All of these are guarded by this.
  private final Map<InetAddress, Integer> byAddress = new HashMap<>();
  private int open;
  private long refused;
  private long nextLineMillis = Long.MIN_VALUE;

  ConnectionLimits(HttpOptions options, InstantSource clock, EventLog log) {
    this.max = options.connectionsMax();
    this.perAddressMax = options.connectionsPerAddressMax();
    this.clock = clock;
    this.log = log;
  }

  /**
   * Admits one more connection, to be ended with {@link #closed}. False when it is one too many.
   */
  synchronized boolean admit(InetAddress address) {
    if (open >= max) {
      refuse(address, "too many connections");
      return false;
    }
    if (byAddress.merge(network(address), 1, Integer::sum) > perAddressMax) {
      remove(address);
      refuse(address, "too many connections of one address");
      return false;
    }
    open++;
    return true;
  }

  /** A connection that was admitted has ended. */
  synchronized void closed(InetAddress address) {
    open--;
    remove(address);
  }

  private void remove(InetAddress address) {
    byAddress.computeIfPresent(network(address), (_, count) -> count == 1 ? null : count - 1);
  }

  /** One line a second at most: a flood of connections is not to become a flood of lines. */
  private void refuse(InetAddress address, String reason) {
    refused++;
    long now = clock.millis();
    if (now >= nextLineMillis) {
      log.warn(
          "connections refused",
          "reason",
          reason,
          "last",
          address.getHostAddress(),
          "refused",
          refused);
      refused = 0;
      nextLineMillis = now + MILLIS_BETWEEN_LINES;
    }
  }

  private static InetAddress network(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length <= NETWORK_BYTES) {
      return address;
    }
    Arrays.fill(bytes, NETWORK_BYTES, bytes.length, (byte) 0);
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of sixteen bytes", e);
    }
  }
}
