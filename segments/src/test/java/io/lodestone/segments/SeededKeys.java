package io.lodestone.segments;

import io.lodestone.model.LockedException;
import io.lodestone.segments.seal.SegmentSeal;
import io.lodestone.storage.crypt.DataKey;
import java.util.Optional;
import java.util.SplittableRandom;

/** One key for all tables, drawn from a seed, as the salts are. */
final class SeededKeys implements SegmentKeys {
  static final long DATABASE = 5;

  private final SplittableRandom random;
  private final DataKey key;

  /** Whether the key cannot be had. */
  boolean lost;

  SeededKeys(long seed) {
    random = new SplittableRandom(seed);
    key = DataKey.draw(random);
  }

  @Override
  public Optional<Sealing> sealing(long tableId) {
    byte[] salt = new byte[DataKey.SALT_BYTES];
    random.nextBytes(salt);
    return Optional.of(new Sealing(new SegmentSeal(DATABASE, key.fingerprint(), salt), key));
  }

  @Override
  public DataKey key(SegmentSeal seal) {
    if (lost || seal.databaseId() != DATABASE) {
      throw new LockedException("the key of database " + seal.databaseId() + " is lost");
    }
    return key;
  }
}
