package io.lodestone.server.parquet;

import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.Vectors;
import java.util.Optional;

/** INTEGER and DATE as INT32. */
final class IntEncoder extends PlainEncoder {
  private final WordRange range = new WordRange();

  @Override
  void add(Vector vector, int index) {
    int value = Math.toIntExact(Vectors.word(vector, index));
    plain.putInt(value);
    range.add(value);
  }

  @Override
  Optional<ValueRange> range() {
    return range.range(Integer.BYTES);
  }

  @Override
  void endChunk() {
    range.clear();
  }
}
