package io.lodestone.engine.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.engine.catalog.DatabaseEntry;
import io.lodestone.engine.catalog.MagneticStoreWrites;
import io.lodestone.engine.catalog.MagneticStoreWrites.ReportLocation;
import io.lodestone.engine.catalog.MeasureNames;
import io.lodestone.engine.catalog.PartitionKey;
import io.lodestone.engine.catalog.TableDefinition;
import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.engine.journal.JournalEntry.ColumnDefined;
import io.lodestone.engine.journal.JournalEntry.DatabaseChanged;
import io.lodestone.engine.journal.JournalEntry.DatabaseDropped;
import io.lodestone.engine.journal.JournalEntry.PointsCarried;
import io.lodestone.engine.journal.JournalEntry.PointsWritten;
import io.lodestone.engine.journal.JournalEntry.TableChanged;
import io.lodestone.engine.journal.JournalEntry.TableDropped;
import io.lodestone.engine.journal.JournalEntry.TickRuns;
import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.DatabaseName;
import io.lodestone.model.PointBatch;
import io.lodestone.model.RetentionPolicy;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.TableRef;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Column;
import io.lodestone.storage.CorruptFileException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class JournalRoundTripTest {
  private final JournalEncoder encoder = new JournalEncoder();
  private final JournalDecoder decoder = new JournalDecoder();

  @Test
  void catalogEntriesComeBackAsTheyWere() throws Exception {
    Instant then = Instant.ofEpochMilli(1_767_225_600_123L);
    DatabaseEntry database =
        new DatabaseEntry(
            7,
            new DatabaseName("plant"),
            then,
            then.plusMillis(5),
            Optional.of("alias/x"),
            Map.of("a", "b", "c", ""));
    TableDefinition definition =
        new TableDefinition(
            TableRef.of("plant", "sensors"),
            new RetentionPolicy(12, 400),
            new MagneticStoreWrites(
                true,
                Optional.of(
                    new ReportLocation(
                        "bucket", Optional.of("p/"), Optional.of("SSE_S3"), Optional.empty()))),
            List.of(new PartitionKey(PartitionKey.Kind.DIMENSION, Optional.of("host"), true)),
            Map.of("team", "é"));
    TableEntry table =
        new TableEntry(
                8,
                7,
                definition,
                then,
                then,
                -5,
                List.of("host", "rack"),
                List.of(
                    Column.measure("t", ValueType.DOUBLE), Column.measure("ok", ValueType.BOOLEAN)))
            .withMeasureNames(MeasureNames.of(List.of("cpu", "größe")));
    List<JournalEntry> entries =
        List.of(
            new DatabaseChanged(database),
            new TableChanged(table),
            new ColumnDefined(8, Column.dimension("row")),
            new ColumnDefined(8, JournalEntry.measureName("cpu load")),
            new ColumnDefined(8, Column.measure("measure_value::varchar", ValueType.VARCHAR)),
            new TableDropped(8),
            new DatabaseDropped(new DatabaseName("plant")));
    encoder.begin(1, 1);
    entries.forEach(encoder::add);
    assertEquals(entries, decoder.decode(1, encoder.payload()));
  }

  @Test
  void pointsOfManyShapesComeBackAsTheyWere() throws Exception {
    for (long seed = 0; seed < 300; seed++) {
      PointBatch batch = randomBatch(new SplittableRandom(seed));
      int[] chosen = randomChoice(new SplittableRandom(~seed), batch.size());
      encoder.begin(1, 1);
      addPoints(3, (seed & 1) == 1, batch, chosen);
      List<JournalEntry> entries = decoder.decode(1, encoder.payload());
      PointsWritten written = (PointsWritten) entries.getFirst();
      assertEquals(3, written.tableId());
      assertEquals((seed & 1) == 1, written.late());
      assertEquals(
          describe(batch, chosen), describe(written.points(), all(chosen.length)), "seed " + seed);
    }
  }

  /** As a replay does it: the memory of points that were applied takes those of later frames. */
  @Test
  void spentPointsLeaveTheirMemoryAndNothingElse() throws Exception {
    for (long seed = 0; seed < 40; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      SeriesNumbers numbers = new SeriesNumbers();
      JournalDecoder recycling = new JournalDecoder();
      for (long frame = 1; frame < 20; frame++) {
        PointBatch batch = randomBatch(random);
        int[] chosen = randomChoice(random, batch.size());
        encoder.begin(frame, 1);
        encoder.addPoints(3, false, numbers, batch, seriesHandles(batch), chosen, chosen.length);
        PointsWritten written =
            (PointsWritten) recycling.decode(frame, encoder.payload()).getFirst();
        assertEquals(
            describe(batch, chosen),
            describe(written.points(), all(chosen.length)),
            "seed " + seed + ", frame " + frame);
        recycling.recycle(written);
      }
    }
  }

  @Test
  void packedValuesOfEachWidthComeBackAsTheyWere() throws Exception {
    SplittableRandom random = new SplittableRandom(3);
    for (int width = 0; width <= 64; width++) {
      for (int count : new int[] {1, 4, 5, 7, 8, 9, 63, 1_000, 1_024, 1_029}) {
        PointBatch.Builder builder = new PointBatch.Builder(count);
        int series = builder.series(SeriesKey.of("m"));
        for (int i = 0; i < count; i++) {
          builder.point(i, series, i, 1);
          long value = width == 0 ? 0 : random.nextLong() >>> (64 - width);
          builder.valueColumn("v", ValueType.BIGINT).appendWord(value - 77);
        }
        PointBatch batch = builder.build();
        encoder.begin(1, 1);
        addPoints(3, false, batch, all(count));
        PointsWritten written = (PointsWritten) decoder.decode(1, encoder.payload()).getFirst();
        assertEquals(
            describe(batch, all(count)), describe(written.points(), all(count)), "bits " + width);
      }
    }
  }

  @Test
  void carriedPointsComeBackWithTheirTicks() throws Exception {
    for (long seed = 0; seed < 50; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      PointBatch batch = randomBatch(random);
      boolean ticking = batch.size() > 0 && random.nextBoolean();
      int start = ticking ? random.nextInt(batch.size()) : 0;
      TickRuns ticks =
          ticking ? new TickRuns(new int[] {start}, new long[] {1_767_225_600L}) : TickRuns.NONE;
      encoder.begin(70, 1);
      encoder.add(new PointsCarried(new PointsWritten(3, true, batch), 60 + seed % 10, 17, ticks));
      PointsCarried read = (PointsCarried) decoder.decode(70, encoder.payload()).getFirst();
      assertEquals(
          describe(batch, all(batch.size())),
          describe(read.written().points(), all(batch.size())),
          "seed " + seed);
      assertTrue(read.written().late());
      assertEquals(60 + seed % 10, read.upTo());
      assertEquals(17, read.sinceMillis());
      assertArrayEquals(ticks.starts(), read.ticks().starts());
      assertArrayEquals(ticks.ticks(), read.ticks().ticks());
    }
  }

  @Test
  void namesOfAnyLengthInAnyOrderComeBackAsTheyWere() throws Exception {
    List<String> names = List.of("a", "bb", "é".repeat(100), "x".repeat(128), "", "y".repeat(127));
    SplittableRandom random = new SplittableRandom(1);
    for (int round = 0; round < 200; round++) {
      PointBatch.Builder builder = new PointBatch.Builder(1);
      builder.point(0, builder.series(SeriesKey.of("m")), 1, 1);
      int first = random.nextInt(names.size());
      for (int i = 0; i <= random.nextInt(names.size()); i++) {
        builder.valueColumn(names.get((first + i) % names.size()), ValueType.BIGINT).appendWord(i);
      }
      PointBatch batch = builder.build();
      encoder.begin(1, 1);
      addPoints(3, false, batch, all(1));
      PointsWritten written = (PointsWritten) decoder.decode(1, encoder.payload()).getFirst();
      assertEquals(describe(batch, all(1)), describe(written.points(), all(1)));
    }
  }

  @Test
  void regularTimesAndWholeNumbersTakeLittleRoom() {
    PointBatch.Builder builder = new PointBatch.Builder(1_000);
    int series = builder.series(SeriesKey.of("cpu", "host", "a"));
    for (int i = 0; i < 1_000; i++) {
      builder.point(i, series, 1_767_225_600_000_000_000L + i * 10_000_000_000L, 1);
      builder.valueColumn("usage", ValueType.DOUBLE).appendDouble(50 + i % 16);
    }
    PointBatch batch = builder.build();
    encoder.begin(1, 1);
    addPoints(1, false, batch, all(1_000));
    // 10 bits a time, 4 bits a value.
    assertTrue(encoder.size() < 1_900, "bytes: " + encoder.size());
  }

  @Test
  void everyTruncationAndEveryFlippedBitIsEitherReadOrReported() throws Exception {
    encoder.begin(1, 1);
    PointBatch batch = randomBatch(new SplittableRandom(42));
    addPoints(3, false, batch, all(batch.size()));
    byte[] good = new byte[encoder.payload().remaining()];
    encoder.payload().get(good);
    for (int length = 1; length < good.length; length++) {
      ByteBuffer cut = ByteBuffer.wrap(good, 0, length);
      assertThrows(CorruptFileException.class, () -> decoder.decode(9, cut), "length " + length);
    }
    int reported = 0;
    for (int bit = 0; bit < 8 * good.length; bit++) {
      byte[] flipped = good.clone();
      flipped[bit >>> 3] ^= (byte) (1 << (bit & 7));
      try {
        decoder.decode(9, ByteBuffer.wrap(flipped));
      } catch (CorruptFileException e) {
        assertTrue(e.getMessage().contains("log frame 9"), e.getMessage());
        reported++;
      }
    }
    assertTrue(reported > 100, "flips reported: " + reported);
  }

  private void addPoints(long table, boolean late, PointBatch batch, int[] chosen) {
    int[] handles = all(batch.seriesCount());
    encoder.addPoints(table, late, new SeriesNumbers(), batch, handles, chosen, chosen.length);
  }

  /** Handles of the few series that occur, the same in all batches. */
  private static int[] seriesHandles(PointBatch batch) {
    int[] handles = new int[batch.seriesCount()];
    for (int i = 0; i < handles.length; i++) {
      String key = batch.key(i).toString();
      handles[i] = 9 * (key.startsWith("m0") ? 0 : 1) + key.charAt(key.indexOf("host=h") + 6) - '0';
    }
    return handles;
  }

  private static PointBatch randomBatch(SplittableRandom random) {
    PointBatch.Builder builder = new PointBatch.Builder(8);
    int points = 1 + random.nextInt(random.nextInt(10) == 0 ? 3_000 : 40);
    long step = new long[] {1, 1_000, 1_000_000_000L, Long.MAX_VALUE / 4_000}[random.nextInt(4)];
    for (int i = 0; i < points; i++) {
      int series =
          builder.series(
              SeriesKey.of(
                  "m" + random.nextInt(2), "host", "h" + random.nextInt(9), "zero", "a\0b"));
      long time = step * random.nextInt(4_000);
      builder.point(
          i, series, time, random.nextInt(5) == 0 ? 1 + random.nextLong(Long.MAX_VALUE) : 1);
      if (random.nextBoolean()) {
        builder.valueColumn("d", ValueType.DOUBLE).appendDouble(randomDouble(random));
      }
      if (random.nextInt(3) > 0) {
        builder
            .valueColumn("b", ValueType.BIGINT)
            .appendWord(random.nextLong() >> random.nextInt(64));
      }
      if (random.nextInt(4) == 0) {
        builder.valueColumn("s", ValueType.VARCHAR).appendVarchar("é".repeat(random.nextInt(6)));
      }
      if (random.nextInt(40) == 0) {
        builder.valueColumn("f", ValueType.BOOLEAN).appendWord(random.nextInt(2));
      }
    }
    return builder.build();
  }

  private static double randomDouble(SplittableRandom random) {
    return switch (random.nextInt(4)) {
      case 0 -> -0.0;
      case 1 -> random.nextInt(1000);
      case 2 -> random.nextInt(100_000) / 100.0;
      default -> random.nextDouble() * 1e300;
    };
  }

  private static int[] randomChoice(SplittableRandom random, int size) {
    return all(size).length == 1 || random.nextBoolean()
        ? all(size)
        : java.util.stream.IntStream.range(0, size)
            .filter(i -> i == 0 || random.nextBoolean())
            .toArray();
  }

  private static int[] all(int size) {
    return java.util.stream.IntStream.range(0, size).toArray();
  }

  private static List<String> describe(PointBatch batch, int[] chosen) {
    List<String> lines = new ArrayList<>();
    for (int point : chosen) {
      StringBuilder line = new StringBuilder();
      line.append(batch.key(batch.series()[point]))
          .append(batch.times()[point])
          .append('v')
          .append(batch.versions()[point]);
      batch.columns().stream()
          .filter(column -> column.isPresent(point))
          .sorted(java.util.Comparator.comparing(ColumnBuffer::name))
          .forEach(
              column ->
                  line.append(' ')
                      .append(column.name())
                      .append(column.type())
                      .append(
                          column.type() == ValueType.VARCHAR
                              ? column.varcharAt(point)
                              : column.word(point)));
      lines.add(line.toString());
    }
    return lines;
  }
}
