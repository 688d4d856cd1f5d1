package io.lodestone.engine.feed;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.lodestone.model.PointBatch;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Blocks of changes are remembered within a bound of heap. */
class BlockCacheTest {
  private final BlockCache cache = new BlockCache();

  private static BlockCache.Key key(long number) {
    return new BlockCache.OfFile(number, 32);
  }

  /** A block that takes so many bytes, and a little more. */
  private static ChangeBlock block(long bytes) {
    int places = (int) (bytes / Integer.BYTES);
    return new ChangeBlock(
        new PointBatch.Builder(0).build(),
        new long[0],
        new long[0],
        new int[places],
        Optional.empty());
  }

  @Test
  void theOneAskedForLongestAgoGoesWhenTheyTakeTooMuch() {
    long third = BlockCache.BYTES_MAX / 3 - 10_000;
    for (long number = 0; number < 3; number++) {
      cache.put(key(number), block(third));
    }
    assertNotNull(cache.get(key(0)));
    cache.put(key(3), block(third));
    assertNull(cache.get(key(1)));
    for (long number : new long[] {0, 2, 3}) {
      assertNotNull(cache.get(key(number)), "block " + number);
    }
  }

  @Test
  void smallOnesAreKeptHoweverManyThereAre() {
    for (long number = 0; number < 1_000; number++) {
      cache.put(key(number), block(1_000));
    }
    assertNotNull(cache.get(key(0)));
  }

  @Test
  void aBlockThatIsTooLargeIsKeptAloneAndCountedOnce() {
    ChangeBlock large = block(2 * BlockCache.BYTES_MAX);
    cache.put(key(0), block(1_000));
    cache.put(key(1), block(1_000));
    cache.put(key(1), large);
    assertSame(large, cache.get(key(1)));
    assertNull(cache.get(key(0)));
    cache.put(key(2), block(1_000));
    cache.put(key(3), block(1_000));
    assertNull(cache.get(key(1)));
    assertNotNull(cache.get(key(2)));
  }
}
