package io.lodestone.segments.index;

import io.lodestone.model.ValueType;
import io.lodestone.scan.Column;
import io.lodestone.segments.block.BlockStatistics;
import io.lodestone.segments.block.BlockWriter;
import io.lodestone.segments.block.ColumnReader;
import io.lodestone.segments.encoding.MalformedVectorException;
import io.lodestone.segments.encoding.PackedColumn;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What is known of every block: where it lies, its times, and of each column its place and
 * statistics. Read where it lies. Immutable, safe for several threads.
 *
 * <pre>
 *   u32            blocks
 *   u32            measure columns
 *   u32            where the table starts
 *   column         varint length, name; byte type; varint number inside checksums
 *   table          u32 for each field: where its packed column starts, one value a block
 *     4 fields     first point's position, offset in the file, oldest time, youngest time
 *     2 fields     where times end, where versions end, from the start of the block
 *     7 a column   where it starts, where it ends, absent values, kind of statistics, min, max, sum
 * </pre>
 */
public final class BlockDirectory {
  private static final int FIRST_POINT = 0;
  private static final int OFFSET = 1;
  private static final int MIN_TIME = 2;
  private static final int MAX_TIME = 3;
  private static final int TIMES_END = 4;
  private static final int VERSIONS_END = 5;
  private static final int FIELDS_BEFORE_MEASURES = 6;
  private static final int FIELDS_PER_MEASURE = 7;

  private final int blockCount;
  private final long points;
  private final List<Column> columns;
  private final int[] numbers;
  private final PackedColumn[] fields;

  /**
   * @param section the bytes of the section, already verified
   * @param points how many points the segment has
   */
  public BlockDirectory(MemorySegment section, long points) {
    this.points = points;
    SectionBytes bytes = new SectionBytes(section);
    blockCount = bytes.intAt(0);
    int columnCount = bytes.intAt(4);
    if (blockCount < 1 || columnCount > section.byteSize()) {
      throw new MalformedVectorException(
          0, "blocks and columns", blockCount + " and " + columnCount);
    }
    List<Column> found = new ArrayList<>(columnCount);
    numbers = new int[columnCount];
    long at = 12;
    for (int c = 0; c < columnCount; c++) {
      int length = bytes.countAt(at, Integer.MAX_VALUE);
      at += bytes.varintSize(at);
      String name = new String(bytes.bytesAt(at, length), StandardCharsets.UTF_8);
      at += length;
      found.add(Column.measure(name, typeOf(bytes.bytesAt(at, 1)[0], at)));
      at++;
      numbers[c] = bytes.countAt(at, Integer.MAX_VALUE);
      at += bytes.varintSize(at);
    }
    columns = List.copyOf(found);
    int table = bytes.intAt(8);
    fields = new PackedColumn[FIELDS_BEFORE_MEASURES + FIELDS_PER_MEASURE * columnCount];
    for (int f = 0; f < fields.length; f++) {
      fields[f] = new PackedColumn(section, bytes.intAt(table + 4L * f), blockCount);
    }
  }

  private static ValueType typeOf(int code, long at) {
    try {
      return ValueType.ofCode(code);
    } catch (IllegalArgumentException e) {
      throw new MalformedVectorException(at, "the code of a type", "" + code);
    }
  }

  public int blockCount() {
    return blockCount;
  }

  /** The measure columns that hold any value. */
  public List<Column> columns() {
    return columns;
  }

  /** The block in which the point at a position lies. */
  public int blockAt(long position) {
    int block = fields[FIRST_POINT].floor(position);
    if (block < 0) {
      throw new MalformedVectorException(0, "a block for point " + position, "none");
    }
    return block;
  }

  /** The position of a block's first point. */
  public long firstPoint(int block) {
    return fields[FIRST_POINT].get(block);
  }

  /** The position after a block's last point. */
  public long endPoint(int block) {
    return block + 1 < blockCount ? fields[FIRST_POINT].get(block + 1) : points;
  }

  public long minTimeNanos(int block) {
    return fields[MIN_TIME].get(block);
  }

  public long maxTimeNanos(int block) {
    return fields[MAX_TIME].get(block);
  }

  /** Where the times of a block lie. */
  public ColumnReader.Place times(int block) {
    return place(block, BlockWriter.TIMES, 0, fields[TIMES_END].get(block));
  }

  /** Where the versions of a block lie; a place of length 0 says that all are 1. */
  public ColumnReader.Place versions(int block) {
    return place(
        block, BlockWriter.VERSIONS, fields[TIMES_END].get(block), fields[VERSIONS_END].get(block));
  }

  /** Where a measure column of a block lies, columns counted as in {@link #columns()}. */
  public ColumnReader.Place measure(int block, int column) {
    int first = FIELDS_BEFORE_MEASURES + FIELDS_PER_MEASURE * column;
    return place(block, numbers[column], fields[first].get(block), fields[first + 1].get(block));
  }

  /** Where a block ends in the file. */
  public long end(int block) {
    int last = columns.isEmpty() ? VERSIONS_END : fields.length - FIELDS_PER_MEASURE + 1;
    return fields[OFFSET].get(block) + fields[last].get(block);
  }

  private ColumnReader.Place place(int block, int number, long start, long end) {
    if (start < 0 || end < start || end > Integer.MAX_VALUE) {
      throw new MalformedVectorException(0, "a column of block " + block, start + " to " + end);
    }
    return new ColumnReader.Place(
        block, number, fields[OFFSET].get(block) + start, (int) (end - start));
  }

  /** How many values of a measure column are absent in a block. */
  public int absent(int block, int column) {
    return (int) field(block, column, 2);
  }

  /** What is known of a measure column of a block. */
  public BlockStatistics statistics(int block, int column) {
    int count = (int) (endPoint(block) - firstPoint(block));
    BlockStatistics.Kind kind;
    try {
      kind = BlockStatistics.Kind.ofCode(field(block, column, 3));
    } catch (IllegalArgumentException e) {
      throw new MalformedVectorException(0, "a kind of statistics", e.getMessage());
    }
    return new BlockStatistics(
        count,
        absent(block, column),
        kind,
        field(block, column, 4),
        field(block, column, 5),
        field(block, column, 6));
  }

  private long field(int block, int column, int which) {
    return fields[FIELDS_BEFORE_MEASURES + FIELDS_PER_MEASURE * column + which].get(block);
  }
}
