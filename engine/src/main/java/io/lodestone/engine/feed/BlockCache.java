package io.lodestone.engine.feed;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The blocks read last, so that a reader who takes a block in several steps decodes it once. Safe
 * for several threads.
 */
final class BlockCache {
  private static final int BLOCKS_MAX = 64;

  private record Key(long file, long offset) {}

  private final Map<Key, ChangeBlock> blocks =
      new LinkedHashMap<>(BLOCKS_MAX, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, ChangeBlock> eldest) {
          return size() > BLOCKS_MAX;
        }
      };

  ChangeBlock get(FeedFile file, FeedFile.BlockEntry entry) throws IOException {
    Key key = new Key(file.entry().number(), entry.offset());
    synchronized (blocks) {
      ChangeBlock known = blocks.get(key);
      if (known != null) {
        return known;
      }
    }
    ChangeBlock read = file.read(entry);
    synchronized (blocks) {
      blocks.put(key, read);
    }
    return read;
  }
}
