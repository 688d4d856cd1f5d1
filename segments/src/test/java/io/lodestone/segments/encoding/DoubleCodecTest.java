package io.lodestone.segments.encoding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DoubleCodecTest {
  private final DoubleCodec codec = new DoubleCodec(new LongCodec());
  private final DoubleCodec patient = new DoubleCodec(new LongCodec(Effort.COMPACTION));

  /** With each effort; returns the bytes it took in a flush. */
  private int roundTrip(long[] bits) {
    roundTrip(patient, bits);
    return roundTrip(codec, bits);
  }

  private int roundTrip(DoubleCodec writer, long[] bits) {
    Runs runs = new Runs().single(bits.length);
    EncodedWriter out = new EncodedWriter(16);
    writer.encode(bits, bits.length, runs, out);
    EncodedReader reader = new EncodedReader();
    reader.wrap(out.bytes(), 0, out.size());
    long[] decoded = new long[LongCodec.VALUES_MAX];
    codec.decode(reader, bits.length, runs, decoded);
    assertArrayEquals(bits, Arrays.copyOf(decoded, bits.length));
    assertTrue(reader.remaining() == 0);
    return out.size();
  }

  private int roundTrip(int n, IntToDoubleFunction shape) {
    return roundTrip(
        IntStream.range(0, n)
            .mapToLong(i -> Double.doubleToRawLongBits(shape.applyAsDouble(i)))
            .toArray());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 31, 33, 500, 1_023, 1_024})
  void everyShapeComesBackBitByBit(int n) {
    Random random = new Random(n);
    roundTrip(n, i -> 0.0);
    roundTrip(n, i -> -0.0);
    roundTrip(n, i -> i % 3 == 0 ? -0.0 : 0.0);
    roundTrip(n, i -> i);
    roundTrip(n, i -> -i * 1e15);
    roundTrip(n, i -> i / 100.0);
    roundTrip(n, i -> Double.MIN_VALUE * i);
    roundTrip(n, i -> i % 2 == 0 ? Double.MAX_VALUE : -Double.MAX_VALUE);
    roundTrip(n, i -> random.nextGaussian());
    roundTrip(n, i -> random.nextInt(100) == 0 ? random.nextGaussian() : random.nextInt(50));
    roundTrip(n, i -> i < 5 ? Math.PI * i : 1.5);
    roundTrip(n, i -> Double.longBitsToDouble(random.nextLong()));
    roundTrip(n, i -> i % 2 == 0 ? Double.NaN : Double.NEGATIVE_INFINITY);
    roundTrip(n, i -> (1L << 53) + i);
    roundTrip(random.longs(n).toArray());
  }

  @Test
  void decimalsOfAnyNumberOfDigitsAreTakenAsIntegers() {
    Random random = new Random(4);
    for (int digits = 0; digits <= 6; digits++) {
      double power = Math.pow(10, digits);
      int size = roundTrip(1_024, i -> random.nextInt(256) / power);
      assertTrue(size < 1_024 + 100, digits + " digits took " + size + " bytes");
    }
  }

  @Test
  void oneOddValueDoesNotCostTheOthers() {
    int size = roundTrip(1_024, i -> i == 700 ? Math.E : i % 16 / 10.0);
    assertTrue(size < 600, size + " bytes");
  }

  @Test
  void valuesOfFullPrecisionNeverTakeMuchMoreThanTheyAre() {
    Random random = new Random(5);
    assertTrue(roundTrip(1_024, i -> Double.longBitsToDouble(random.nextLong())) <= 8 * 1_024 + 1);
    assertTrue(roundTrip(1_024, i -> 50 + random.nextDouble()) < 7 * 1_024);
  }

  @Test
  void decimalsThatWentThroughArithmeticTakeLittleMoreThanDecimals() {
    Random random = new Random(6);
    double[] levels =
        random.doubles(1_024, 0, 100).map(v -> Math.rint(v * 1_000) / 1_000).toArray();
    int exact = roundTrip(1_024, i -> levels[i]);
    int summed = roundTrip(1_024, i -> i % 5 == 0 ? Math.nextUp(levels[i]) : levels[i]);
    assertTrue(summed < exact + 300, summed + " against " + exact);
  }

  @Test
  void aFewValuesOfFullPrecisionDoNotMakeTheOthersLong() {
    Random random = new Random(7);
    int size =
        roundTrip(1_024, i -> i % 50 == 0 ? random.nextDouble() : random.nextInt(1_000) / 10.0);
    assertTrue(size < 1_024 * 2, size + " bytes");
  }

  @Test
  void everyTruncationIsRefusedAndNoDamageLeavesTheArrays() {
    Random random = new Random(8);
    long[] bits =
        random
            .doubles(200, 0, 9)
            .map(v -> v < 1 ? v : Math.rint(v * 100) / 100)
            .mapToLong(Double::doubleToRawLongBits)
            .toArray();
    EncodedWriter out = new EncodedWriter(16);
    codec.encode(bits, bits.length, new Runs().single(200), out);
    EncodedReader reader = new EncodedReader();
    long[] into = new long[LongCodec.VALUES_MAX];
    Runs runs = new Runs().single(200);
    for (int length = 0; length < out.size(); length++) {
      reader.wrap(out.bytes(), 0, length);
      assertThrows(MalformedVectorException.class, () -> codec.decode(reader, 200, runs, into));
    }
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = Arrays.copyOf(out.bytes(), out.size());
      for (int k = random.nextInt(4); k >= 0; k--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      reader.wrap(damaged, 0, damaged.length);
      try {
        codec.decode(reader, 200, runs, into);
      } catch (MalformedVectorException e) {
        assertTrue(e.offset() <= damaged.length);
      }
    }
  }
}
