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

class LongCodecTest {
  private final LongCodec codec = new LongCodec();
  private final LongCodec patient = new LongCodec(Effort.COMPACTION);
  private final EncodedReader reader = new EncodedReader();

  /** Encodes, decodes, compares, with each effort; returns the bytes it took in a flush. */
  private int roundTrip(long[] values, Runs runs, boolean ticking) {
    assertTrue(roundTrip(patient, values, runs, ticking) <= 8 * values.length + 24);
    return roundTrip(codec, values, runs, ticking);
  }

  private int roundTrip(LongCodec writer, long[] values, Runs runs, boolean ticking) {
    EncodedWriter out = new EncodedWriter(16);
    out.writeByte(0x55);
    writer.encode(values, values.length, runs, ticking, out);
    out.writeByte(0xAA);
    reader.wrap(out.bytes(), 1, out.size() - 1);
    long[] decoded = new long[LongCodec.VALUES_MAX];
    codec.decode(reader, values.length, runs, decoded);
    assertArrayEquals(values, Arrays.copyOf(decoded, values.length));
    assertEquals(0xAA, reader.readByte(), "what follows the vector");
    reader.wrap(out.bytes(), 1, out.size() - 1);
    long[] anchors = new long[LongCodec.VALUES_MAX];
    codec.decodeAnchors(reader, values.length, runs, anchors);
    for (int run = 0; run < runs.count(); run++) {
      assertEquals(values[runs.end(run) - 1], anchors[runs.end(run) - 1], "anchor " + run);
    }
    assertEquals(0xAA, reader.readByte(), "what follows the vector passed over");
    reader.wrap(out.bytes(), 1, out.size() - 1);
    assertArrayEquals(values, finished(values.length, runs));
    assertEquals(0xAA, reader.readByte(), "what follows the vector read apart");
    return out.size() - 2;
  }

  /** The values of a vector whose runs are finished one by one, the last first. */
  private long[] finished(int n, Runs runs) {
    long[] values = new long[n];
    long[] lasts = new long[runs.count()];
    if (codec.decodeApart(reader, n, runs, values, lasts)) {
      for (int run = runs.count() - 1; run >= 0; run--) {
        int start = run == 0 ? 0 : runs.end(run - 1);
        LongCodec.finish(values, start, runs.end(run), lasts[run]);
      }
    }
    return values;
  }

  private static Runs randomRuns(Random random, int n) {
    Runs runs = new Runs();
    int longest = 1 + random.nextInt(n);
    for (int end = 0; end < n; ) {
      end = Math.min(n, end + 1 + random.nextInt(longest));
      runs.add(end);
    }
    return runs;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 31, 32, 33, 63, 64, 65, 500, 1_023, 1_024})
  void everyShapeComesBack(int n) {
    Random random = new Random(n);
    LongUnaryOperator[] shapes = {
      i -> 42,
      i -> Long.MIN_VALUE,
      i -> i,
      i -> 1_700_000_000_000_000_000L + i * 10_000_000_000L,
      i -> i * i,
      i -> i * i * i,
      i -> i % 2 == 0 ? Long.MIN_VALUE : Long.MAX_VALUE,
      i -> random.nextLong(),
      i -> random.nextInt(100),
      i -> -random.nextInt(100) * 1_000L,
      i -> i < 500 ? 0 : Long.MAX_VALUE - i,
      i -> 1L << random.nextInt(64),
    };
    for (int s = 0; s < shapes.length; s++) {
      long[] values = LongStream.range(0, n).map(shapes[s]).toArray();
      roundTrip(values, new Runs().single(n), false);
      roundTrip(values, new Runs().single(n), true);
      for (int i = 0; i < 20; i++) {
        roundTrip(values, randomRuns(random, n), random.nextBoolean());
      }
    }
  }

  @Test
  void everyWidthComesBackAtEveryLength() {
    Random random = new Random(1);
    WordUnpacker unpacker = new WordUnpacker();
    for (int width = 0; width <= 64; width++) {
      for (int n : new int[] {1, 2, 7, 31, 32, 33, 100, 992, 993, 1_000, 1_022, 1_023, 1_024}) {
        long mask = width == 0 ? 0 : -1L >>> (64 - width);
        long[] values = LongStream.range(0, n).map(i -> random.nextLong() & mask).toArray();
        int[] words = new int[PackedWords.words(n, width)];
        PackedWords.pack(values, n, width, words, 0);
        long[] unpacked = new long[n];
        PackedWords.unpack(words, n, width, unpacked);
        assertArrayEquals(values, unpacked, "width " + width + ", " + n + " values");
        Arrays.fill(unpacked, -1);
        unpacker.unpack(words, n, width, unpacked);
        assertArrayEquals(values, unpacked, "width " + width + ", " + n + " values at once");
      }
    }
  }

  @Test
  void regularTimesTakeNextToNothing() {
    long[] times =
        LongStream.range(0, 1_024)
            .map(i -> 1_700_000_000_000_000_000L + i % 256 * 10_000_000_000L)
            .toArray();
    Runs runs = new Runs();
    runs.add(256);
    runs.add(512);
    runs.add(768);
    runs.add(1_024);
    assertTrue(roundTrip(times, runs, true) < 50);
  }

  @Test
  void aCommonFactorCostsNoBits() {
    Random random = new Random(2);
    long[] small = random.longs(1_024, 0, 16).toArray();
    long[] large = Arrays.stream(small).map(v -> v * 1_000_000_000L).toArray();
    Runs runs = new Runs().single(1_024);
    assertTrue(roundTrip(large, runs, false) <= roundTrip(small, runs, false) + 8);
  }

  @Test
  void theStepIntoTheNextSeriesDoesNotWidenTheOthers() {
    long[] values = LongStream.range(0, 1_000).map(i -> i / 10 * 1_000_003L + i % 10).toArray();
    Runs runs = new Runs();
    for (int end = 10; end <= 1_000; end += 10) {
      runs.add(end);
    }
    // 99 anchors of 27 bits, all steps one.
    assertTrue(roundTrip(values, runs, false) < 400);
  }

  @Test
  void everyTruncationAndForeignIdIsRefused() {
    EncodedWriter out = new EncodedWriter(16);
    long[] values = new Random(3).longs(100, 0, 1_000).toArray();
    codec.encode(values, 100, new Runs().single(100), false, out);
    long[] into = new long[LongCodec.VALUES_MAX];
    Runs runs = new Runs().single(100);
    for (int length = 0; length < out.size(); length++) {
      reader.wrap(out.bytes(), 0, length);
      assertThrows(MalformedVectorException.class, () -> codec.decode(reader, 100, runs, into));
    }
    for (int id = 0; id < 256; id++) {
      byte[] bytes = Arrays.copyOf(out.bytes(), out.size());
      bytes[0] = (byte) id;
      if (id == 0 || id > Encoding.SECOND_DIFFERENCES.id()) {
        reader.wrap(bytes, 0, bytes.length);
        assertThrows(MalformedVectorException.class, () -> codec.decode(reader, 100, runs, into));
      }
    }
  }
}
