package io.lodestone.server.parquet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lodestone.testkit.data.Seed;
import io.lodestone.testkit.data.SeedExtension;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SeedExtension.class)
class HybridEncoderTest {
  /** The example of the format's specification: 0 to 7 in three bits each. */
  @Test
  void packsTheExampleOfTheSpecification() {
    // One group: 1 << 1 | 1. Then 10001000 11000110 11111010.
    assertEquals("0388c6fa", encode(3, IntStream.range(0, 8)));
  }

  @Test
  void writesARunAsCountAndValue() {
    assertEquals("1001", encode(1, IntStream.generate(() -> 1).limit(8)));
    // 300 << 1 is 0x258: the lower seven bits first.
    assertEquals("d80402", encode(2, IntStream.generate(() -> 2).limit(300)));
    assertEquals("102c01", encode(9, IntStream.generate(() -> 300).limit(8)));
  }

  @Test
  void fillsUpTheLastGroup() {
    assertEquals("0305", encode(1, IntStream.of(1, 0, 1)));
  }

  @Test
  void startsARunAtAGroupOnly() {
    // 0 1 1 1 1 1 1 1 packed, eight ones as a run, one more in it, a zero packed.
    IntStream values = IntStream.concat(IntStream.of(0), IntStream.generate(() -> 1).limit(16));
    assertEquals("03fe" + "1201" + "0300", encode(1, IntStream.concat(values, IntStream.of(0))));
  }

  @Test
  void writesNothingForNothing() {
    assertEquals("", encode(3, IntStream.empty()));
  }

  @Test
  void startsAnotherHeaderAfterSixtyThreeGroups() {
    String hex = encode(1, IntStream.range(0, 64 * 8).map(i -> i & 1));
    assertEquals("7f" + "aa".repeat(63) + "03" + "aa", hex);
  }

  @Test
  void readsBackWhateverIsWritten(Seed seed) {
    SplittableRandom random = seed.random();
    for (int i = 0; i < 2_000; i++) {
      int width = random.nextInt(1, 17);
      int[] values = values(random, width);
      byte[] encoded = HexFormat.of().parseHex(encode(width, Arrays.stream(values)));
      ByteBuffer source = ByteBuffer.wrap(encoded);
      assertArrayEquals(values, HybridReader.read(source, width, values.length));
      assertEquals(0, source.remaining());
    }
  }

  private static int[] values(SplittableRandom random, int width) {
    int[] values = new int[random.nextInt(2_000)];
    int stay = random.nextInt(1, 40);
    for (int i = 0; i < values.length; i++) {
      boolean stays = i > 0 && random.nextInt(stay) != 0;
      values[i] = stays ? values[i - 1] : random.nextInt(1 << width);
    }
    return values;
  }

  private static String encode(int width, IntStream values) {
    HybridEncoder encoder = new HybridEncoder(width);
    values.forEach(encoder::add);
    GrowingBuffer encoded = encoder.finish();
    return HexFormat.of().formatHex(encoded.bytes(), 0, encoded.length());
  }
}
