package io.lodestone.engine;

import io.lodestone.wal.WalOptions;
import java.util.SplittableRandom;

/** Options that make things happen that are rare in life: small files, no head start. */
final class StoryOptions {
  private StoryOptions() {}

  /** Nothing written ahead of use. */
  static WalOptions plainWal() {
    return WalOptions.DEFAULT.withPreallocate(false).withBallastBytes(0);
  }

  static WalOptions wal(SplittableRandom random) {
    return WalOptions.DEFAULT
        .withFileBytes(1L << (9 + random.nextInt(5)))
        .withPreallocate(random.nextInt(4) == 0)
        .withBallastBytes(0);
  }
}
