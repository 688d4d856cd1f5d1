package io.lodestone.segments.encoding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EscapeCascadeTest {
  private final LongCodec flush = new LongCodec(Effort.FLUSH);
  private final LongCodec compaction = new LongCodec(Effort.COMPACTION);
  private final EncodedReader reader = new EncodedReader();

  private static long[] vector(int n, LongUnaryOperator shape) {
    return LongStream.range(0, n).map(shape).toArray();
  }

  private int size(LongCodec codec, long[] values) {
    EncodedWriter out = new EncodedWriter(16);
    codec.encode(values, values.length, out);
    reader.wrap(out.bytes(), 0, out.size());
    long[] decoded = new long[LongCodec.VALUES_MAX];
    // A reader is the same whatever the effort of the writer.
    flush.decode(reader, values.length, new Runs(), decoded);
    assertArrayEquals(values, Arrays.copyOf(decoded, values.length));
    assertEquals(0, reader.remaining());
    return out.size();
  }

  @ParameterizedTest
  @ValueSource(ints = {48, 49, 63, 64, 100, 511, 1_000, 1_023, 1_024})
  void everyDistributionComesBack(int n) {
    Random random = new Random(n);
    LongUnaryOperator[] shapes = {
      i -> (long) random.nextGaussian(),
      i -> (long) (5 * random.nextGaussian()),
      i -> (long) (1e6 * random.nextGaussian()),
      i -> (long) (1e15 * random.nextGaussian()),
      i -> (long) Math.scalb(random.nextGaussian(), random.nextInt(60)),
      i -> random.nextInt(10) == 0 ? random.nextLong() >> 2 : random.nextInt(3),
      i -> random.nextInt(100) == 0 ? random.nextLong() : random.nextInt(3),
      i -> random.nextInt(100) == 0 ? Long.MAX_VALUE >> 1 : -random.nextInt(3),
      i -> random.nextInt(100) == 0 ? Long.MIN_VALUE >> 1 : -random.nextInt(3),
      i -> 1_000_000_007L * (long) (2 * random.nextGaussian()),
      i -> (1L << 61) + (long) (2 * random.nextGaussian()),
      i -> random.nextInt(20) == 0 ? 1L << random.nextInt(62) : 7,
    };
    for (LongUnaryOperator shape : shapes) {
      for (int i = 0; i < 20; i++) {
        size(compaction, vector(n, shape));
      }
    }
  }

  @Test
  void aBellCurveOfSmallStepsTakesLittleMoreThanItsEntropy() {
    Random random = new Random(1);
    long[] steps = vector(1_024, i -> (long) random.nextGaussian());
    double[] shares = new double[16];
    for (long step : steps) {
      shares[(int) step + 8] += 1.0 / steps.length;
    }
    double entropy = 0;
    for (double share : shares) {
      entropy -= share == 0 ? 0 : share * Math.log(share) / Math.log(2);
    }
    double found = 8.0 * size(compaction, steps) / steps.length;
    assertTrue(found < 1.25 * entropy, found + " bits, entropy " + entropy);
  }

  @Test
  void aFewGreatValuesDoNotWidenTheOthers() {
    Random random = new Random(2);
    long[] values = vector(1_024, i -> i % 100 == 0 ? random.nextLong() >> 4 : random.nextInt(16));
    int found = size(compaction, values);
    assertTrue(found < 1_024 * 5 / 8 + 11 * 8 + 40, found + " bytes");
    found = size(flush, values);
    assertTrue(found > 1_024 * 7, found + " bytes");
  }

  @Test
  void whatGainsLessThanASixteenthIsPacked() {
    Random random = new Random(3);
    long[] even = vector(1_024, i -> random.nextInt(1 << 10));
    assertTrue(size(compaction, even) <= 1_024 * 10 / 8 + 8);
    EncodedWriter out = new EncodedWriter(16);
    compaction.encode(even, even.length, out);
    assertEquals(10, out.bytes()[1], "the width of a packed stream");
  }

  @Test
  void everyTruncationIsRefusedAndNoDamageLeavesTheArrays() {
    Random random = new Random(4);
    long[] values = vector(300, i -> (long) Math.scalb(random.nextGaussian(), random.nextInt(9)));
    EncodedWriter out = new EncodedWriter(16);
    compaction.encode(values, values.length, out);
    assertTrue(EscapedStream.isAnnounced(out.bytes()[1]));
    long[] into = new long[LongCodec.VALUES_MAX];
    for (int length = 0; length < out.size(); length++) {
      reader.wrap(out.bytes(), 0, length);
      assertThrows(
          MalformedVectorException.class, () -> flush.decode(reader, 300, new Runs(), into));
    }
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = Arrays.copyOf(out.bytes(), out.size());
      for (int k = random.nextInt(4); k >= 0; k--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      reader.wrap(damaged, 0, damaged.length);
      try {
        flush.decode(reader, 300, new Runs().single(300), into);
      } catch (MalformedVectorException e) {
        assertTrue(e.offset() <= damaged.length);
      }
    }
  }

  @Test
  void aFifthNestedStreamIsRefused() {
    EncodedWriter out = new EncodedWriter(16);
    out.writeByte(Encoding.FRAME.id());
    for (int level = 0; level < EscapedStream.NESTED_MAX; level++) {
      out.writeByte(EscapedStream.HEADER + 1);
      out.writeZigzag(0);
      // 32 codes of one bit, all escaped.
      out.writeInt(-1);
    }
    reader.wrap(out.bytes(), 0, out.size());
    MalformedVectorException refused =
        assertThrows(
            MalformedVectorException.class,
            () -> flush.decode(reader, 32, new Runs(), new long[LongCodec.VALUES_MAX]));
    assertTrue(refused.getMessage().contains("nested"), refused.getMessage());
  }
}
