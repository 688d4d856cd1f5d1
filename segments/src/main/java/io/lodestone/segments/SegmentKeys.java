package io.lodestone.segments;

import io.lodestone.model.LockedException;
import io.lodestone.segments.seal.SegmentSeal;
import io.lodestone.storage.crypt.DataKey;
import java.util.Optional;

/** Whose segments are encrypted, and with which keys. Safe for several threads. */
public interface SegmentKeys {
  /** Nothing is encrypted, and what is cannot be read. */
  SegmentKeys NONE =
      new SegmentKeys() {
        @Override
        public Optional<Sealing> sealing(long tableId) {
          return Optional.empty();
        }

        @Override
        public DataKey key(SegmentSeal seal) {
          throw new LockedException(
              "The segment is encrypted with the key of database number "
                  + seal.databaseId()
                  + ", which is not at hand.");
        }
      };

  /**
   * How a new segment is sealed.
   *
   * @param key of the table's database
   */
  record Sealing(SegmentSeal seal, DataKey key) {}

  /**
   * How a new segment of a table is to be sealed, with a salt that was never used before; empty
   * when it is not to be.
   */
  Optional<Sealing> sealing(long tableId);

  /**
   * The key of a segment that says so of itself.
   *
   * @throws LockedException when it is not there
   */
  DataKey key(SegmentSeal seal);
}
