package io.lodestone.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lodestone.engine.history.HistoryColumns;
import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Column;
import io.lodestone.scan.PointChunk;
import io.lodestone.scan.PointCursor;
import io.lodestone.scan.PointQuery;
import io.lodestone.segments.LocalSegmentStore;
import io.lodestone.segments.Segment;
import io.lodestone.segments.SegmentDump;
import io.lodestone.segments.SegmentId;
import io.lodestone.segments.SegmentMetadata;
import io.lodestone.segments.SegmentRole;
import io.lodestone.segments.SegmentVerifier;
import io.lodestone.testkit.data.GoldenFile;
import io.lodestone.testkit.files.CrashableDirectory;
import io.lodestone.testkit.files.Damage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The example of docs/formats/history.md: what is written of that story, and what is read. */
class HistoryGoldenTest {
  private static final String GOLDEN = "history/v1/replaced-and-note";
  private static final Column USAGE = Column.measure("usage", ValueType.DOUBLE);
  private static final long TIME =
      Instant.parse("2025-12-31T23:59:58Z").toEpochMilli() * 1_000_000L;

  @Test
  void theStoryOfThePageWritesTheBytesOfThePage() throws Exception {
    EngineUnderTest db = new EngineUnderTest().open();
    db.engine.updateRecovery(EngineUnderTest.TABLE, true, 35);
    db.clock.advance(Duration.ofSeconds(5));
    db.write(EngineUnderTest.point("a", TIME, 1, 1.5));
    db.clock.advance(Duration.ofSeconds(15));
    db.write(EngineUnderTest.point("a", TIME, 2, 2.5));
    db.engine.flush();
    SegmentMetadata history;
    try (Snapshot snapshot = db.engine.snapshot(EngineUnderTest.TABLE)) {
      history = snapshot.view().histories().getFirst().metadata();
    }
    db.engine.close();
    byte[] written = Damage.bytesOf(db.disk.directory("segments"), fileOf(history.id()));
    GoldenFile.assertSame(GOLDEN + ".seg", written);
    assertEquals(
        HexFormat.ofDelimiter(" ").formatHex(WorkedBytes.of("history", "## An example")),
        HexFormat.ofDelimiter(" ").formatHex(written));
  }

  @Test
  void theBytesOfThePageAreAReplacedPointAndANote() throws Exception {
    CrashableDirectory disk = new CrashableDirectory();
    SegmentId id = new SegmentId(2);
    Damage.replace(disk, fileOf(id), GoldenFile.read(GOLDEN + ".seg"));
    LocalSegmentStore store = new LocalSegmentStore(disk);
    // Only the manifest knows that it is a history file, and up to which tick.
    SegmentMetadata metadata =
        Segment.readMetadata(store, id).withRole(new SegmentRole.History(1_767_225_620L));
    assertEquals(List.of(), SegmentVerifier.verify(store, metadata));
    GoldenFile.assertSame(
        GOLDEN + ".txt", SegmentDump.of(store, metadata, true).getBytes(StandardCharsets.UTF_8));
    List<String> points = new ArrayList<>();
    Segment segment = Segment.open(store, metadata);
    PointQuery all = PointQuery.all(HistoryColumns.with(List.of(USAGE)));
    try (PointCursor cursor = segment.points(all)) {
      while (cursor.nextSeries()) {
        SeriesKey series =
            SeriesKey.ofEncoded(cursor.keyBytes(), cursor.keyOffset(), cursor.keyLength());
        while (cursor.nextChunk()) {
          PointChunk chunk = cursor.chunk();
          for (int i = 0; i < chunk.size(); i++) {
            points.add(text(series, chunk, i));
          }
        }
      }
    }
    SeriesKey series = EngineUnderTest.series("a");
    assertEquals(
        List.of(
            series + " " + TIME + " version 1 committed 7 replaced 22 usage 1.5",
            series + " " + TIME + " version 2 committed 22"),
        points);
  }

  private static String text(SeriesKey series, PointChunk chunk, int point) {
    StringBuilder text = new StringBuilder();
    text.append(series).append(' ').append(chunk.times()[point]);
    text.append(" version ").append(chunk.versions()[point]);
    for (ColumnBuffer column : chunk.columns()) {
      if (column.isPresent(point)) {
        text.append(' ').append(column.name().replace(HistoryColumns.RESERVED_PREFIX, ""));
        text.append(' ');
        text.append(
            column.type() == ValueType.DOUBLE ? "" + column.doubleAt(point) : column.word(point));
      }
    }
    return text.toString();
  }

  private static String fileOf(SegmentId id) {
    return String.format("%016d.seg", id.value());
  }
}
