package io.lodestone.engine.feed;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The blocks read last, so that readers who take a block in several steps, or after each other,
 * have it decoded once. Safe for several threads.
 */
final class BlockCache {
  /** So much heap the blocks may take; one is kept whatever it takes. */
  static final long BYTES_MAX = 32L << 20;

  /** What a block is known by. */
  sealed interface Key {}

  /** A block of a feed file. */
  record OfFile(long file, long offset) implements Key {}

  /** A block of the points that an expiry let go. */
  record OfExpiry(long stream, long sequence, long block) implements Key {}

  /** The one asked for last stands at the end. */
  private final Map<Key, ChangeBlock> blocks = new LinkedHashMap<>(64, 0.75f, true);

  private long bytes;

  /** Null when it is not here. */
  ChangeBlock get(Key key) {
    synchronized (blocks) {
      return blocks.get(key);
    }
  }

  void put(Key key, ChangeBlock block) {
    synchronized (blocks) {
      ChangeBlock before = blocks.put(key, block);
      bytes += block.memoryBytes() - (before == null ? 0 : before.memoryBytes());
      Iterator<ChangeBlock> oldest = blocks.values().iterator();
      while (bytes > BYTES_MAX && blocks.size() > 1) {
        bytes -= oldest.next().memoryBytes();
        oldest.remove();
      }
    }
  }
}
