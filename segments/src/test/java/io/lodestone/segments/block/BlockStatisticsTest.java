package io.lodestone.segments.block;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.ValueType;
import io.lodestone.segments.block.BlockStatistics.Kind;
import java.math.BigInteger;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BlockStatisticsTest {
  @Test
  void sumsAreExactOrNotGiven() {
    SplittableRandom random = new SplittableRandom(7);
    for (int round = 0; round < 2_000; round++) {
      // Shifts decide whether sums stay far below 64 bits, just below, or leave them.
      int shift = random.nextInt(64);
      long[] values = random.longs(1 + random.nextInt(300)).map(value -> value >> shift).toArray();
      expect(values);
    }
    expect(Long.MAX_VALUE, 1, -1);
    expect(Long.MAX_VALUE, -1, 1);
    expect(Long.MIN_VALUE, -1);
    expect(Long.MIN_VALUE);
  }

  private static void expect(long... values) {
    ColumnBuffer column = new ColumnBuffer("v", ValueType.BIGINT, values.length);
    column.appendWords(values, 0, values.length);
    BigInteger sum = BigInteger.ZERO;
    boolean exact = true;
    for (long value : values) {
      sum = sum.add(BigInteger.valueOf(value));
      exact &= sum.bitLength() < 64;
    }
    assertEquals(
        new BlockStatistics(
            values.length,
            0,
            exact ? Kind.INTEGERS : Kind.BOUNDS,
            LongStream.of(values).min().orElseThrow(),
            LongStream.of(values).max().orElseThrow(),
            exact ? sum.longValue() : 0),
        BlockStatistics.of(column));
  }
}
