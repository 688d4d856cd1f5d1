package io.lodestone.server.parquet;

import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.Vectors;
import java.util.Optional;

/** BIGINT as INT64. */
final class LongEncoder extends PlainEncoder {
  private final WordRange range = new WordRange();

  @Override
  void add(Vector vector, int index) {
    long value = Vectors.word(vector, index);
    plain.putLong(value);
    range.add(value);
  }

  @Override
  Optional<ValueRange> range() {
    return range.range(Long.BYTES);
  }

  @Override
  void endChunk() {
    range.clear();
  }
}
