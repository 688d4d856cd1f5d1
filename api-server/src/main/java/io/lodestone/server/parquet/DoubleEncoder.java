package io.lodestone.server.parquet;

import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.Vectors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * DOUBLE. NaN has no place in a range, and one that ends at zero takes both zeros in, as the format
 * asks for.
 */
final class DoubleEncoder extends PlainEncoder {
  private double least = Double.POSITIVE_INFINITY;
  private double greatest = Double.NEGATIVE_INFINITY;

  @Override
  void add(Vector vector, int index) {
    double value = Vectors.doubleAt(vector, index);
    plain.putLong(Double.doubleToRawLongBits(value));
    // Both are false for NaN.
    if (value < least) {
      least = value;
    }
    if (value > greatest) {
      greatest = value;
    }
  }

  @Override
  Optional<ValueRange> range() {
    return least > greatest
        ? Optional.empty()
        : Optional.of(
            new ValueRange(
                plain(least == 0 ? -0.0 : least), plain(greatest == 0 ? 0.0 : greatest)));
  }

  @Override
  void endChunk() {
    least = Double.POSITIVE_INFINITY;
    greatest = Double.NEGATIVE_INFINITY;
  }

  private static byte[] plain(double value) {
    return ByteBuffer.allocate(Double.BYTES)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putDouble(value)
        .array();
  }
}
