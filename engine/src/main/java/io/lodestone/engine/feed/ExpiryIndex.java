package io.lodestone.engine.feed;

import io.lodestone.engine.feed.ExpiredPoints.Place;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where the blocks of one expiry begin: the point in front of each, for some of them. Learns as
 * blocks are read, and forgets every second one when it knows too many, so that its size does not
 * depend on how many points there are. Guarded by its owner.
 */
final class ExpiryIndex {
  /** So many places are known at most; a place takes a key and a few words. */
  static final int PLACES_MAX = 1_024;

  /** By the number of a block: the last point of the block before it. */
  private final TreeMap<Long, Place> places = new TreeMap<>();

  /** Only blocks whose number is a multiple of this are remembered. */
  private long stride = 1;

  /** Remembers the point in front of a block. */
  void learn(long block, Place before) {
    if (block == 0 || block % stride != 0) {
      return;
    }
    places.put(block, before);
    if (places.size() > PLACES_MAX) {
      stride *= 2;
      places.keySet().removeIf(known -> known % stride != 0);
    }
  }

  /** The last known block up to one, with the point in front of it; null for the beginning. */
  Map.Entry<Long, Place> upTo(long block) {
    return places.floorEntry(block);
  }
}
