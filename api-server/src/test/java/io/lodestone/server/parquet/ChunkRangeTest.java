package io.lodestone.server.parquet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.lodestone.server.parquet.ThriftCompactReader.Struct;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.SqlType.Scalar;
import io.lodestone.sql.type.Vector;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/** What a chunk tells of its values, by which a reader may pass it over. */
class ChunkRangeTest {
  private static final int NULLS = 3;
  private static final int GREATEST = 5;
  private static final int LEAST = 6;

  @Test
  void anIntegerLiesBetweenTheEnds() throws IOException {
    Struct statistics =
        statistics(Scalar.INTEGER, new Vector.Longs(new long[] {5, -3, 9}, new long[] {0b011}), 3);

    assertEquals(1, statistics.number(NULLS));
    assertArrayEquals(new byte[] {5, 0, 0, 0}, statistics.bytes(GREATEST));
    assertArrayEquals(new byte[] {-3, -1, -1, -1}, statistics.bytes(LEAST));
  }

  @Test
  void zeroStandsForBothZeros() throws IOException {
    Struct statistics = statistics(Scalar.DOUBLE, doubles(0.0, -0.0, Double.NaN), 3);
    assertEquals(Double.doubleToRawLongBits(-0.0), bits(statistics, LEAST));
    assertEquals(Double.doubleToRawLongBits(0.0), bits(statistics, GREATEST));

    statistics = statistics(Scalar.DOUBLE, doubles(-0.0, -1.0), 2);
    assertEquals(Double.doubleToRawLongBits(0.0), bits(statistics, GREATEST));
  }

  @Test
  void nanAloneHasNoRange() throws IOException {
    assertNoRange(statistics(Scalar.DOUBLE, doubles(Double.NaN, Double.NaN), 2));
  }

  @Test
  void nullsAloneHaveNoRange() throws IOException {
    Struct statistics = statistics(Scalar.BIGINT, new Vector.Longs(new long[2], new long[1]), 2);

    assertEquals(2, statistics.number(NULLS));
    assertNoRange(statistics);
  }

  /** The format gives INT96 no order. */
  @Test
  void timestampsHaveNoRange() throws IOException {
    assertNoRange(statistics(Scalar.TIMESTAMP, new Vector.Longs(new long[] {1}, null), 1));
  }

  @Test
  void aChunkDoesNotSpeakOfTheOneBefore() throws IOException {
    long[] values = new long[ParquetFileWriter.GROUP_ROWS_MAX + 1];
    values[0] = 100;
    ReadParquet file = WrittenFile.of(Scalar.BIGINT, new Vector.Longs(values, null), values.length);

    Struct last = file.groups.getLast().chunks().getFirst().metadata().struct(12);
    assertEquals(0, bits(last, GREATEST));
  }

  private static void assertNoRange(Struct statistics) {
    assertFalse(statistics.containsKey(LEAST));
    assertFalse(statistics.containsKey(GREATEST));
  }

  private static long bits(Struct statistics, int field) {
    return ByteBuffer.wrap(statistics.bytes(field)).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  private static Vector doubles(double... values) {
    return new Vector.Doubles(values, null);
  }

  private static Struct statistics(SqlType type, Vector vector, int size) throws IOException {
    ReadParquet file = WrittenFile.of(type, vector, size);
    return file.groups.getFirst().chunks().getFirst().metadata().struct(12);
  }
}
