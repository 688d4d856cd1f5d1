package io.lodestone.segments.index;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.lodestone.model.Dimension;
import io.lodestone.model.SeriesKey;
import io.lodestone.segments.encoding.EncodedWriter;
import io.lodestone.testkit.data.Seed;
import io.lodestone.testkit.data.SeedExtension;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a key shares with the one before saves time and changes no byte. */
@ExtendWith(SeedExtension.class)
class SeriesDictionaryWriterTest {
  private static final String[] TEXTS = {
    "", "a", "ab", "abcdefgh", "abcdefghi", "\u0000", "a\u0000", "a\u0000b", "\u0000\u0000", "日本"
  };

  @Test
  void bytesAreThoseOfAWriterThatIsNeverTold(Seed seed) {
    SplittableRandom random = seed.random();
    for (int round = 0; round < 300; round++) {
      List<byte[]> keys = keys(random, 1 + random.nextInt(200));
      SeriesDictionaryWriter told = new SeriesDictionaryWriter();
      SeriesDictionaryWriter notTold = new SeriesDictionaryWriter();
      byte[] last = {};
      for (byte[] key : keys) {
        int shared = Math.max(0, Arrays.mismatch(last, key));
        told.add(key, 0, key.length, shared - random.nextInt(1 + Math.min(shared, 3)));
        notTold.add(key, 0, key.length, 0);
        last = key;
      }
      assertArrayEquals(bytes(notTold), bytes(told), "round " + round);
    }
  }

  @Test
  void aZeroThatEndsAValueOfOneKeyMayBePartOfAValueInTheNext() {
    byte[] short1 = SeriesKey.of("m", "a", "x").encoded();
    byte[] long1 = SeriesKey.of("m", "a", "x\u0000y").encoded();
    SeriesDictionaryWriter told = new SeriesDictionaryWriter();
    told.add(short1, 0, short1.length, 0);
    told.add(long1, 0, long1.length, Arrays.mismatch(short1, long1));
    SeriesDictionaryWriter notTold = new SeriesDictionaryWriter();
    notTold.add(short1, 0, short1.length, 0);
    notTold.add(long1, 0, long1.length, 0);
    assertArrayEquals(bytes(notTold), bytes(told));
  }

  @Test
  void refusesWhatIsNoKey() {
    SeriesDictionaryWriter writer = new SeriesDictionaryWriter();
    assertThrows(IllegalArgumentException.class, () -> writer.add(new byte[0], 0, 0, 0));
    byte[] nameOnly = {'m', 0, 'a', 0};
    assertThrows(IllegalArgumentException.class, () -> writer.add(nameOnly, 0, 4, 0));
  }

  private static List<byte[]> keys(SplittableRandom random, int count) {
    return Stream.generate(() -> key(random).encoded())
        .limit(count)
        .sorted(Arrays::compareUnsigned)
        .distinct()
        .toList();
  }

  private static SeriesKey key(SplittableRandom random) {
    List<Dimension> dimensions = new ArrayList<>();
    for (String name : List.of("host", "host\u0000", "rack", "zone")) {
      if (random.nextInt(4) > 0) {
        dimensions.add(new Dimension(name, text(random) + (random.nextBoolean() ? "" : "z")));
      }
    }
    return SeriesKey.of("m" + text(random), dimensions);
  }

  private static String text(SplittableRandom random) {
    return random.nextInt(8) == 0
        ? Integer.toString(random.nextInt(1_000))
        : TEXTS[random.nextInt(TEXTS.length)];
  }

  private static byte[] bytes(SeriesDictionaryWriter writer) {
    EncodedWriter dictionary = new EncodedWriter(16);
    EncodedWriter postings = new EncodedWriter(16);
    writer.write(dictionary, postings);
    dictionary.writeBytes(postings.bytes(), 0, postings.size());
    return Arrays.copyOf(dictionary.bytes(), dictionary.size());
  }
}
