package io.lodestone.engine.read;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.InvalidRequestException;
import io.lodestone.scan.ColumnStatistics;
import io.lodestone.scan.RunCursor;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * {@code sum} and {@code avg} of a BIGINT column, in 128 bits: what the addends do on the way does
 * not matter, so that neither does their order.
 */
final class LongSumAccumulator implements Accumulator {
  private static final long LOW = 0xFFFF_FFFFL;

  private final String name;
  private final int column;
  private final boolean average;
  private long[] counts = new long[1];

  /** The sum is {@code high * 2^64 + low}, low without a sign. */
  private long[] high = new long[1];

  private long[] low = new long[1];

  /**
   * @param name the column's name, for messages
   * @param column its number in the query
   */
  LongSumAccumulator(String name, int column, boolean average) {
    this.name = name;
    this.column = column;
    this.average = average;
  }

  @Override
  public void room(int groups) {
    if (groups > counts.length) {
      int length = Math.max(groups, 2 * counts.length);
      counts = Arrays.copyOf(counts, length);
      high = Arrays.copyOf(high, length);
      low = Arrays.copyOf(low, length);
    }
  }

  /**
   * Sums the halves of the words apart, neither of which can leave 64 bits within a block, in a
   * loop without a branch. Absent values are 0.
   */
  @Override
  public void add(int group, RunCursor run, int from, int to) {
    ColumnBuffer values = run.column(column);
    long[] words = values.words();
    long lows = 0;
    long highs = 0;
    for (int i = from; i < to; i++) {
      lows += words[i] & LOW;
      highs += words[i] >> 32;
    }
    counts[group] += Accumulator.present(values, from, to);
    add(group, highs >> 32, highs << 32);
    add(group, 0, lows);
  }

  @Override
  public boolean addBlock(int group, RunCursor block) {
    ColumnStatistics known = block.statistics(column);
    if (Accumulator.isEmpty(known)) {
      return true;
    }
    if (!known.summed()) {
      return false;
    }
    counts[group] += known.present();
    add(group, known.sum() >> 63, known.sum());
    return true;
  }

  @Override
  public void merge(int group, Accumulator other, int otherGroup) {
    LongSumAccumulator sums = (LongSumAccumulator) other;
    counts[group] += sums.counts[otherGroup];
    add(group, sums.high[otherGroup], sums.low[otherGroup]);
  }

  private void add(int group, long moreHigh, long moreLow) {
    long sum = low[group] + moreLow;
    high[group] += moreHigh + (Long.compareUnsigned(sum, moreLow) < 0 ? 1 : 0);
    low[group] = sum;
  }

  /**
   * {@inheritDoc}
   *
   * @throws InvalidRequestException when a sum leaves 64 bits
   */
  @Override
  public void result(int group, ColumnBuffer into) {
    boolean fits = high[group] == low[group] >> 63;
    if (counts[group] == 0) {
      into.appendAbsent();
    } else if (average) {
      double sum = fits ? (double) low[group] : wide(group);
      into.appendDouble(sum / counts[group]);
    } else if (fits) {
      into.appendWord(low[group]);
    } else {
      throw new InvalidRequestException("The sum of " + name + " leaves the range of BIGINT.");
    }
  }

  /** A sum of more than 64 bits, rounded once; too rare to be worth a faster way. */
  private double wide(int group) {
    return new BigInteger(
            ByteBuffer.allocate(2 * Long.BYTES).putLong(high[group]).putLong(low[group]).array())
        .doubleValue();
  }

  @Override
  public long memoryBytes() {
    return 24L * counts.length;
  }
}
