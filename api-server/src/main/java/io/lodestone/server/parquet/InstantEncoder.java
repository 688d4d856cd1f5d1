package io.lodestone.server.parquet;

import io.lodestone.sql.type.TimeText;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.Vectors;

/**
 * TIMESTAMP as INT96: nanoseconds of the day, then the Julian day. The format gives such values no
 * order, so a chunk tells no range of them.
 */
final class InstantEncoder extends PlainEncoder {
  /** The Julian day of 1970-01-01, as counted in files: from noon, rounded up. */
  private static final int JULIAN_DAY_OF_EPOCH = 2_440_588;

  @Override
  void add(Vector vector, int index) {
    long nanos = Vectors.word(vector, index);
    plain.putLong(Math.floorMod(nanos, TimeText.NANOS_PER_DAY));
    plain.putInt(JULIAN_DAY_OF_EPOCH + (int) Math.floorDiv(nanos, TimeText.NANOS_PER_DAY));
  }
}
