package io.lodestone.segments.index;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lodestone.testkit.data.Seed;
import io.lodestone.testkit.data.SeedExtension;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Values keep the numbers that they got first, and are put in the order of their bytes. */
@ExtendWith(SeedExtension.class)
class ValueNumbersTest {
  @Test
  void numbersAndOrderAreThoseOfPlainCollections(Seed seed) {
    SplittableRandom random = seed.random();
    for (int round = 0; round < 300; round++) {
      ValueNumbers numbers = new ValueNumbers();
      Map<String, Integer> plain = new LinkedHashMap<>();
      List<byte[]> values = new ArrayList<>();
      byte[] prefix = new byte[random.nextInt(12)];
      int alphabet = 1 + random.nextInt(5);
      int lengthMax = 1 + random.nextInt(14);
      int count = random.nextInt(400);
      for (int i = 0; i < count; i++) {
        byte[] value = value(random, prefix, alphabet, lengthMax);
        String text = Arrays.toString(value);
        int expected = plain.computeIfAbsent(text, unused -> plain.size());
        if (expected == values.size()) {
          values.add(value);
        }
        int offset = random.nextInt(3);
        byte[] padded = new byte[offset + value.length + random.nextInt(10)];
        Arrays.fill(padded, (byte) 7);
        System.arraycopy(value, 0, padded, offset, value.length);
        assertEquals(expected, numbers.of(padded, offset, value.length), "round " + round);
      }
      assertEquals(values.size(), numbers.count());
      int[] order =
          IntStream.range(0, values.size())
              .boxed()
              .sorted((one, other) -> Arrays.compareUnsigned(values.get(one), values.get(other)))
              .mapToInt(i -> i)
              .toArray();
      assertArrayEquals(order, numbers.sorted(), "round " + round);
    }
  }

  /** Bytes from both ends of their range, so that zeros and negative ones are among them. */
  private static byte[] value(SplittableRandom random, byte[] prefix, int alphabet, int lengthMax) {
    byte[] value = Arrays.copyOf(prefix, prefix.length + random.nextInt(lengthMax));
    for (int i = prefix.length; i < value.length; i++) {
      value[i] = (byte) (random.nextInt(alphabet) - alphabet / 2);
    }
    return value;
  }
}
