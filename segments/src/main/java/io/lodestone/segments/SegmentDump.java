package io.lodestone.segments;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.SeriesKey;
import io.lodestone.model.ValueType;
import io.lodestone.scan.Column;
import io.lodestone.scan.PointCursor;
import io.lodestone.scan.PointQuery;
import io.lodestone.segments.block.BlockStatistics;
import io.lodestone.segments.block.ColumnReader;
import io.lodestone.segments.index.BlockDirectory;
import io.lodestone.segments.index.BlockEntries;
import io.lodestone.segments.layout.Section;
import io.lodestone.segments.layout.SectionKind;
import io.lodestone.segments.layout.SegmentLayout;
import io.lodestone.storage.CorruptFileException;
import io.lodestone.storage.bytes.Checksum;
import java.util.List;

/**
 * Writes a segment as text: what it is, its sections, its blocks column by column, and, if wanted,
 * every point. For people, and for tests that hold an old file against what was once read from it.
 * The text may change with any release.
 */
public final class SegmentDump {
  private final SegmentFile file;
  private final StringBuilder out = new StringBuilder();

  private SegmentDump(SegmentFile file) {
    this.file = file;
  }

  /**
   * The text of a segment.
   *
   * @param withPoints whether every point shall follow
   * @throws io.lodestone.model.CorruptionException when the segment cannot be read
   */
  public static String of(SegmentStore store, SegmentMetadata metadata, boolean withPoints) {
    return of(store, metadata, SegmentKeys.NONE, withPoints);
  }

  /**
   * The same of one that may be encrypted.
   *
   * @throws io.lodestone.model.LockedException when it is, and its key is not there
   */
  public static String of(
      SegmentStore store, SegmentMetadata metadata, SegmentKeys keys, boolean withPoints) {
    SegmentFile file = SegmentFile.open(store, metadata, keys);
    try {
      SegmentDump dump = new SegmentDump(file);
      dump.writeLayout();
      dump.writeBlocks();
      if (withPoints) {
        dump.writePoints(store, metadata, keys);
      }
      return dump.out.toString();
    } catch (CorruptFileException e) {
      throw SegmentFile.corrupt(e);
    } finally {
      file.close();
    }
  }

  private void writeLayout() {
    SegmentLayout layout = file.layout();
    line("segment " + file.fileId() + " of table " + layout.tableId());
    line("points " + layout.points() + ", series " + layout.seriesCount());
    line("times " + layout.minTimeNanos() + " to " + layout.maxTimeNanos());
    line("bytes " + file.memory().byteSize());
    layout.seal().ifPresent(seal -> line(seal.toString()));
    for (SectionKind kind : SectionKind.values()) {
      Section section = layout.sections().get(kind);
      line(
          "section "
              + kind
              + " at "
              + section.offset()
              + ", "
              + section.length()
              + " bytes, checksum "
              + Checksum.text(section.checksum()));
    }
    layout.keyOrder().leadingDimension().ifPresent(name -> line("series ordered by " + name));
    line("dimensions " + file.dictionary().dimensionNames());
  }

  private void writeBlocks() throws CorruptFileException {
    BlockDirectory directory = file.directory();
    BlockEntries entries = directory.entries();
    ColumnReader reader =
        new ColumnReader(file.name(), file.fileId(), file.memory(), false, file.pieces());
    for (int b = 0; b < directory.blockCount(); b++) {
      int points = (int) (entries.endPoint(b) - entries.firstPoint(b));
      line("block " + b + ", points " + entries.firstPoint(b) + " to " + entries.endPoint(b));
      column("time", entries.times(b), points, reader);
      column("version", entries.versions(b), points, reader);
      List<Column> columns = directory.columns();
      for (int c = 0; c < columns.size(); c++) {
        column(
            columns.get(c).name() + " " + columns.get(c).type(),
            entries.measure(b, c),
            points,
            reader);
        line("    " + describe(columns.get(c), entries.statistics(b, c)));
      }
    }
  }

  private void column(String name, ColumnReader.Place place, int points, ColumnReader reader)
      throws CorruptFileException {
    line(
        "  "
            + name
            + " at "
            + place.start()
            + ", "
            + place.length()
            + " bytes, "
            + reader.describe(place, points));
  }

  private static String describe(Column column, BlockStatistics statistics) {
    String absent = statistics.absent() + " absent";
    return switch (statistics.kind()) {
      case NONE -> absent;
      case BOUNDS ->
          column.type() == ValueType.DOUBLE
              ? absent + ", " + statistics.minDouble() + " to " + statistics.maxDouble()
              : absent + ", " + statistics.min() + " to " + statistics.max();
      case INTEGERS ->
          absent
              + ", "
              + statistics.min()
              + " to "
              + statistics.max()
              + ", sum "
              + statistics.sum();
    };
  }

  private void writePoints(SegmentStore store, SegmentMetadata metadata, SegmentKeys keys) {
    Segment segment = Segment.open(store, metadata, keys);
    try (PointCursor cursor = segment.points(PointQuery.all(segment.measureColumns()))) {
      while (cursor.nextSeries()) {
        line(
            "series "
                + SeriesKey.ofEncoded(cursor.keyBytes(), cursor.keyOffset(), cursor.keyLength()));
        while (cursor.nextChunk()) {
          for (int i = 0; i < cursor.chunk().size(); i++) {
            writePoint(cursor, i);
          }
        }
      }
    } finally {
      segment.release();
    }
  }

  private void writePoint(PointCursor cursor, int index) {
    out.append("  ").append(cursor.chunk().times()[index]);
    out.append(" version ").append(cursor.chunk().versions()[index]);
    for (ColumnBuffer column : cursor.chunk().columns()) {
      if (column.isPresent(index)) {
        out.append(' ').append(column.name()).append('=');
        switch (column.type()) {
          case DOUBLE -> out.append(column.doubleAt(index));
          case VARCHAR -> out.append('"').append(column.varcharAt(index)).append('"');
          case BIGINT, BOOLEAN, TIMESTAMP -> out.append(column.word(index));
        }
      }
    }
    out.append('\n');
  }

  private void line(String text) {
    out.append(text).append('\n');
  }
}
