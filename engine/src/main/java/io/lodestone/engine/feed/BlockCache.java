package io.lodestone.engine.feed;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The blocks read last, so that readers who take a block in several steps, or after each other,
 * have it decoded once. Safe for several threads.
 */
final class BlockCache {
  private static final int BLOCKS_MAX = 64;

  /** What a block is known by. */
  sealed interface Key {}

  /** A block of a feed file. */
  record OfFile(long file, long offset) implements Key {}

  /** A block of the points that an expiry let go. */
  record OfExpiry(long stream, long sequence, long block) implements Key {}

  private final Map<Key, ChangeBlock> blocks =
      new LinkedHashMap<>(BLOCKS_MAX, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, ChangeBlock> eldest) {
          return size() > BLOCKS_MAX;
        }
      };

  /** Null when it is not here. */
  ChangeBlock get(Key key) {
    synchronized (blocks) {
      return blocks.get(key);
    }
  }

  void put(Key key, ChangeBlock block) {
    synchronized (blocks) {
      blocks.put(key, block);
    }
  }
}
