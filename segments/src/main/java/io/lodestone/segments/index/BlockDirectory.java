package io.lodestone.segments.index;

import io.lodestone.model.ValueType;
import io.lodestone.scan.Column;
import io.lodestone.segments.encoding.MalformedVectorException;
import io.lodestone.segments.encoding.PackedColumn;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What is known of every block: where it lies, its times, and of each column its place and
 * statistics. Read where it lies, through {@link #entries()}. Immutable, safe for several threads.
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
  static final int FIRST_POINT = 0;
  static final int OFFSET = 1;
  static final int MIN_TIME = 2;
  static final int MAX_TIME = 3;
  static final int TIMES_END = 4;
  static final int VERSIONS_END = 5;
  static final int FIELDS_BEFORE_MEASURES = 6;
  static final int FIELDS_PER_MEASURE = 7;

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

  /** A reader of what is known of blocks. */
  public BlockEntries entries() {
    return new BlockEntries(this);
  }

  /** How many points there are. */
  long points() {
    return points;
  }

  /** The number of a measure column inside checksums. */
  int number(int column) {
    return numbers[column];
  }

  PackedColumn field(int field) {
    return fields[field];
  }
}
