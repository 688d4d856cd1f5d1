package io.lodestone.engine.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lodestone.storage.bytes.ByteReader;
import io.lodestone.storage.bytes.ByteWriter;
import io.lodestone.storage.bytes.MalformedBytesException;
import io.lodestone.testkit.data.Seed;
import io.lodestone.testkit.data.SeedExtension;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Integers in as many bits as they need, held against numbers of any length. */
@ExtendWith(SeedExtension.class)
class PackedLongsTest {
  private final PackedLongs packed = new PackedLongs();
  private final ByteWriter out = ByteWriter.create(16);

  /** The bytes of one group, computed bit by bit. */
  private static byte[] expected(long[] values, boolean shareUnit) {
    BigInteger[] all =
        Arrays.stream(values).mapToObj(BigInteger::valueOf).toArray(BigInteger[]::new);
    BigInteger min = Arrays.stream(all).reduce(BigInteger::min).orElseThrow();
    BigInteger max = Arrays.stream(all).reduce(BigInteger::max).orElseThrow();
    BigInteger unit = BigInteger.ONE;
    if (shareUnit && !min.equals(max)) {
      unit =
          Arrays.stream(all)
              .map(value -> value.subtract(min))
              .reduce(BigInteger.ZERO, BigInteger::gcd);
      unit = unit.bitLength() < Long.SIZE ? unit : BigInteger.ONE;
    }
    int width = max.subtract(min).divide(unit).bitLength();
    BigInteger bits = BigInteger.ZERO;
    for (int i = 0; i < values.length; i++) {
      bits = bits.or(all[i].subtract(min).divide(unit).shiftLeft(i * width));
    }
    ByteWriter bytes = ByteWriter.create(16);
    bytes.writeVarLong(min.longValueExact());
    bytes.writeVarLong(unit.longValueExact());
    bytes.writeByte(width);
    for (int i = 0; i < (values.length * width + 7) / 8; i++) {
      bytes.writeByte(bits.shiftRight(8 * i).intValue());
    }
    return bytes.toByteArray();
  }

  private void requireSame(long[] values, boolean shareUnit) throws MalformedBytesException {
    out.clear();
    if (shareUnit) {
      packed.writeTimes(out, values, values.length);
    } else {
      packed.write(out, values, values.length);
    }
    byte[] bytes = out.toByteArray();
    String what = Arrays.toString(values);
    assertArrayEquals(expected(values, shareUnit), bytes, what);
    ByteReader in = ByteReader.create().reset(bytes, 0, bytes.length);
    long[] read = new long[values.length];
    packed.read(in, read, values.length);
    assertArrayEquals(values, read, what);
    assertEquals(0, in.remaining());
  }

  @Test
  void eachWidthAndCountTakesTheBitsThatItNeeds(Seed seed) throws Exception {
    SplittableRandom random = seed.random();
    for (int width = 0; width <= 64; width++) {
      for (int count = 1; count <= 40; count++) {
        long mask = width == 0 ? 0 : -1L >>> (64 - width);
        long base = width == 64 ? Long.MIN_VALUE : random.nextLong(-1L << 62, 1L << 62);
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
          values[i] = base + (random.nextLong() & mask);
        }
        if (width < 64 && values[0] > Long.MAX_VALUE - mask) {
          continue; // They would pass the greatest number.
        }
        requireSame(values, false);
        requireSame(values, true);
      }
    }
  }

  @Test
  void timesAreCountedInTheUnitThatTheyShare(Seed seed) throws Exception {
    SplittableRandom random = seed.random();
    for (int turn = 0; turn < 3_000; turn++) {
      long unit = random.nextLong(1, 1L << random.nextInt(1, 60));
      long most = Math.max(1, Math.min((1L << 62) / unit, 1L << random.nextInt(20)));
      long first = random.nextLong(-1L << 61, 1L << 61);
      long[] values = new long[random.nextInt(1, 60)];
      for (int i = 0; i < values.length; i++) {
        values[i] = first + unit * random.nextLong(most);
      }
      requireSame(values, true);
    }
  }

  /** Their difference is no positive number of 64 bits. */
  @Test
  void timesFromOneEndOfTheWorldToTheOtherAreTold() throws Exception {
    requireSame(new long[] {Long.MIN_VALUE, Long.MAX_VALUE}, true);
    requireSame(new long[] {Long.MIN_VALUE, 0}, true);
    requireSame(new long[] {Long.MIN_VALUE, 1L << 62, 0}, true);
    requireSame(new long[] {-6L << 59, 6L << 59, 3L << 59}, true);
  }
}
