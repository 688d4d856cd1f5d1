package io.lodestone.engine.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lodestone.engine.WorkedBytes;
import io.lodestone.engine.catalog.DatabaseEntry;
import io.lodestone.engine.catalog.MagneticStoreWrites;
import io.lodestone.engine.catalog.MagneticStoreWrites.ReportLocation;
import io.lodestone.engine.catalog.PartitionKey;
import io.lodestone.engine.catalog.StreamSpecification;
import io.lodestone.engine.catalog.StreamView;
import io.lodestone.engine.catalog.TableDefinition;
import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.engine.journal.JournalEntry.ColumnDefined;
import io.lodestone.engine.journal.JournalEntry.DatabaseChanged;
import io.lodestone.engine.journal.JournalEntry.DatabaseDropped;
import io.lodestone.engine.journal.JournalEntry.PointsReplaced;
import io.lodestone.engine.journal.JournalEntry.PointsReplaced.Before;
import io.lodestone.engine.journal.JournalEntry.PointsWritten;
import io.lodestone.engine.journal.JournalEntry.TableChanged;
import io.lodestone.engine.journal.JournalEntry.TableDropped;
import io.lodestone.engine.journal.JournalEntry.TickNoted;
import io.lodestone.engine.journal.JournalEntry.WindowExpired;
import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.DatabaseName;
import io.lodestone.model.PointBatch;
import io.lodestone.model.RetentionPolicy;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.TableRef;
import io.lodestone.model.TimeRange;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Column;
import io.lodestone.storage.CorruptFileException;
import io.lodestone.testkit.data.GoldenFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What an earlier build wrote into the log, and what was read from it. */
class JournalGoldenTest {
  private static final String BYTES = "journal/v1/every-entry.bin";
  private static final String DUMP = "journal/v1/every-entry.txt";
  private static final long TIME = 1_767_225_600_000_000_000L;
  private static final Instant THEN = Instant.ofEpochMilli(1_767_225_600_123L);

  private static List<JournalEntry> everyEntry() {
    TableDefinition definition =
        new TableDefinition(
            TableRef.of("plant", "sensors"),
            new RetentionPolicy(12, 400),
            new MagneticStoreWrites(
                true,
                Optional.of(
                    new ReportLocation(
                        "bucket",
                        Optional.of("rejected/"),
                        Optional.of("SSE_KMS"),
                        Optional.of("alias/reports")))),
            List.of(new PartitionKey(PartitionKey.Kind.DIMENSION, Optional.of("host"), true)),
            Map.of("team", "é"));
    return List.of(
        new DatabaseChanged(
            new DatabaseEntry(
                1,
                new DatabaseName("plant"),
                THEN,
                THEN.plusMillis(5),
                Optional.of("alias/plant"),
                Map.of("b", "2", "a", ""))),
        new TableChanged(new TableEntry(2, 1, definition, THEN, THEN, TIME, List.of(), List.of())),
        new TableChanged(
            new TableEntry(2, 1, definition, THEN, THEN, TIME, List.of(), List.of())
                .withRecovery(35, THEN)
                .withDefinition(
                    definition.withRetention(new RetentionPolicy(6, 30)), THEN.plusSeconds(9))),
        new TableChanged(
            new TableEntry(2, 1, definition, THEN, THEN, TIME, List.of(), List.of())
                .withStream(
                    Optional.of(new StreamSpecification(StreamView.OLD_IMAGE, 4, THEN)), THEN)),
        new ColumnDefined(2, Column.dimension("host")),
        new ColumnDefined(2, Column.measure("d", ValueType.DOUBLE)),
        new TickNoted(THEN.getEpochSecond()),
        new PointsReplaced(2, false, new int[] {0, 2}, Optional.of(before())),
        new PointsWritten(2, false, everyType()),
        new PointsReplaced(2, true, new int[] {1_099}, Optional.empty()),
        new PointsWritten(2, true, manyRegularPoints()),
        new WindowExpired(2, new TimeRange(TIME, TIME + 1_000)),
        new TableDropped(2),
        new DatabaseDropped(new DatabaseName("plant")));
  }

  /** Every type, present and absent values, two series with a common beginning, any version. */
  private static PointBatch everyType() {
    PointBatch.Builder batch = new PointBatch.Builder(4);
    int a = batch.series(SeriesKey.of("cpu", "host", "alpha"));
    int b = batch.series(SeriesKey.of("cpu", "host", "alpine", "zone", "z\0"));
    batch.point(0, a, TIME, 1);
    batch.valueColumn("d", ValueType.DOUBLE).appendDouble(-0.0);
    batch.valueColumn("b", ValueType.BIGINT).appendWord(Long.MIN_VALUE);
    batch.valueColumn("s", ValueType.VARCHAR).appendVarchar("grün");
    batch.point(1, b, TIME + 1, Long.MAX_VALUE);
    batch.valueColumn("d", ValueType.DOUBLE).appendDouble(0.1);
    batch.valueColumn("b", ValueType.BIGINT).appendWord(Long.MAX_VALUE);
    batch.valueColumn("f", ValueType.BOOLEAN).appendWord(1);
    batch.point(2, a, -1, 7);
    batch.valueColumn("s", ValueType.VARCHAR).appendVarchar("");
    batch.valueColumn("t", ValueType.TIMESTAMP).appendWord(TIME);
    return batch.build();
  }

  /** What two of those points replaced. */
  private static Before before() {
    ColumnBuffer d = new ColumnBuffer("d", ValueType.DOUBLE, 2);
    d.appendDouble(0.5);
    d.appendAbsent();
    ColumnBuffer s = new ColumnBuffer("s", ValueType.VARCHAR, 2);
    s.appendVarchar("gelb");
    s.appendVarchar("");
    return new Before(new long[] {1, 6}, List.of(d, s));
  }

  /** More than one packed group, times in steps of ten seconds, whole numbers. */
  private static PointBatch manyRegularPoints() {
    PointBatch.Builder batch = new PointBatch.Builder(1_100);
    int series = batch.series(SeriesKey.of("cpu", "host", "alpha"));
    for (int i = 0; i < 1_100; i++) {
      batch.point(i, series, TIME + i * 10_000_000_000L, 1);
      batch.valueColumn("d", ValueType.DOUBLE).appendDouble(i % 7);
    }
    return batch.build();
  }

  private static byte[] encode(List<JournalEntry> entries) {
    JournalEncoder encoder = new JournalEncoder();
    encoder.begin(1, 1);
    entries.forEach(encoder::add);
    byte[] bytes = new byte[encoder.payload().remaining()];
    encoder.payload().get(bytes);
    return bytes;
  }

  private static String dump(byte[] bytes) throws CorruptFileException {
    StringBuilder text = new StringBuilder();
    for (JournalEntry entry : new JournalDecoder().decode(1, ByteBuffer.wrap(bytes))) {
      if (entry instanceof PointsWritten written) {
        text.append("PointsWritten[tableId=").append(written.tableId());
        text.append(", late=").append(written.late()).append("]\n");
        dump(written.points(), text);
      } else if (entry instanceof DatabaseChanged changed) {
        Map<String, String> tags = changed.database().tags();
        // The order of an immutable map is another one in each process.
        String inOrder = new TreeMap<>(tags).toString();
        text.append(entry.toString().replace(tags.toString(), inOrder)).append('\n');
      } else if (entry instanceof PointsReplaced replaced) {
        text.append("PointsReplaced[tableId=").append(replaced.tableId());
        text.append(", late=").append(replaced.late());
        text.append(", points=").append(Arrays.toString(replaced.points())).append("]\n");
        replaced.before().ifPresent(before -> dump(before, text));
      } else {
        text.append(entry).append('\n');
      }
    }
    return text.toString();
  }

  private static void dump(Before before, StringBuilder text) {
    for (int point = 0; point < before.versions().length; point++) {
      text.append("  version ").append(before.versions()[point]);
      for (ColumnBuffer column : before.columns()) {
        if (column.isPresent(point)) {
          text.append(' ').append(column.name()).append('=').append(value(column, point));
        }
      }
      text.append('\n');
    }
  }

  private static void dump(PointBatch batch, StringBuilder text) {
    for (int point = 0; point < batch.size(); point++) {
      text.append("  ").append(batch.key(batch.series()[point]).toString().replace("\0", "\\0"));
      text.append(" at ").append(batch.times()[point]);
      text.append(" version ").append(batch.versions()[point]);
      for (ColumnBuffer column : batch.columns()) {
        if (column.isPresent(point)) {
          text.append(' ').append(column.name()).append('=').append(value(column, point));
        }
      }
      text.append('\n');
    }
  }

  private static String value(ColumnBuffer column, int point) {
    return switch (column.type()) {
      case DOUBLE -> Double.toString(column.doubleAt(point));
      case BIGINT, BOOLEAN, TIMESTAMP -> Long.toString(column.word(point));
      case VARCHAR -> '"' + column.varcharAt(point) + '"';
    };
  }

  @Test
  void whatVersionOneWroteReadsAsItDid() throws Exception {
    byte[] golden = GoldenFile.read(BYTES);
    GoldenFile.assertSame(DUMP, dump(golden).getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void thisBuildWritesWhatVersionOneWrote() {
    GoldenFile.assertSame(BYTES, encode(everyEntry()));
  }

  /** Only a cut between two entries leaves a payload that can be read. */
  @Test
  void everyCutOfTheGoldenFrameIsReported() {
    byte[] golden = GoldenFile.read(BYTES);
    int cutsBetweenEntries = 0;
    for (int length = 1; length < golden.length; length++) {
      try {
        new JournalDecoder().decode(1, ByteBuffer.wrap(golden, 0, length));
        cutsBetweenEntries++;
      } catch (CorruptFileException e) {
        assertEquals("log frame 1", e.file());
      }
    }
    assertEquals(everyEntry().size() - 1, cutsBetweenEntries);
  }

  @Test
  void theExampleOfTheJournalPageIsWhatIsWritten() throws Exception {
    PointBatch.Builder batch = new PointBatch.Builder(2);
    int series = batch.series(SeriesKey.of("cpu", "host", "a"));
    for (int i = 0; i < 2; i++) {
      batch.point(i, series, TIME + i * 10_000_000_000L, 1);
      batch.valueColumn("measure_value::double", ValueType.DOUBLE).appendDouble(13 + 2 * i);
    }
    List<JournalEntry> entries =
        List.of(
            new ColumnDefined(2, Column.dimension("host")),
            new ColumnDefined(2, Column.measure("measure_value::double", ValueType.DOUBLE)),
            new PointsWritten(2, false, batch.build()));
    byte[] page = WorkedBytes.of("journal", "## An example");
    assertEquals(HexFormat.of().formatHex(encode(entries)), HexFormat.of().formatHex(page));
    assertEquals(dump(encode(entries)), dump(page));
  }

  @Test
  void theExampleOfTheCatalogPageIsWhatIsWritten() throws Exception {
    TableDefinition definition =
        new TableDefinition(
            TableRef.of("plant", "sensors"),
            new RetentionPolicy(12, 400),
            MagneticStoreWrites.ON,
            List.of(PartitionKey.MEASURE),
            Map.of("team", "x"));
    List<JournalEntry> entries =
        List.of(
            new DatabaseChanged(
                new DatabaseEntry(
                    1, new DatabaseName("plant"), THEN, THEN, Optional.empty(), Map.of())),
            new TableChanged(
                new TableEntry(
                    2,
                    1,
                    definition,
                    THEN,
                    THEN,
                    definition.retention().magneticHorizonNanos(THEN.toEpochMilli() * 1_000_000),
                    List.of(),
                    List.of())));
    byte[] page = WorkedBytes.of("catalog", "## An example");
    assertEquals(HexFormat.of().formatHex(encode(entries)), HexFormat.of().formatHex(page));
    assertEquals(entries, new JournalDecoder().decode(1, ByteBuffer.wrap(page)));
  }
}
