package io.lodestone.segments.index;

import io.lodestone.scan.Column;
import io.lodestone.segments.block.BlockStatistics;
import io.lodestone.segments.block.BlockWriter;
import io.lodestone.segments.encoding.EncodedWriter;
import io.lodestone.segments.encoding.PackedColumnWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Gathers what is known of each block and writes the directory, see {@link BlockDirectory}. One
 * owner.
 */
public final class BlockDirectoryWriter {
  private final List<Column> measures;
  private final Numbers firstPoints = new Numbers();
  private final Numbers offsets = new Numbers();
  private final Numbers minTimes = new Numbers();
  private final Numbers maxTimes = new Numbers();
  private final List<Numbers> ends = new ArrayList<>();
  private final List<Statistics> statistics = new ArrayList<>();
  private final boolean[] stored;

  /** A growing column of numbers, one a block. */
  private static final class Numbers {
    private long[] values = new long[16];
    private int count;

    void add(long value) {
      if (count == values.length) {
        values = Arrays.copyOf(values, 2 * count);
      }
      values[count++] = value;
    }
  }

  /** What is gathered of a measure column. */
  private record Statistics(Numbers absent, Numbers kind, Numbers min, Numbers max, Numbers sum) {
    Statistics() {
      this(new Numbers(), new Numbers(), new Numbers(), new Numbers(), new Numbers());
    }

    void add(BlockStatistics of) {
      absent.add(of.absent());
      kind.add(of.kind().code());
      min.add(of.min());
      max.add(of.max());
      sum.add(of.sum());
    }

    List<Numbers> fields() {
      return List.of(absent, kind, min, max, sum);
    }
  }

  /**
   * @param measures the measure columns as the block writer has them
   */
  public BlockDirectoryWriter(List<Column> measures) {
    this.measures = measures;
    this.stored = new boolean[measures.size()];
    for (int c = 0; c < BlockWriter.FIRST_MEASURE + measures.size(); c++) {
      ends.add(new Numbers());
    }
    for (int c = 0; c < measures.size(); c++) {
      statistics.add(new Statistics());
    }
  }

  public int blockCount() {
    return offsets.count;
  }

  /**
   * Begins the entry of a block, before it is written.
   *
   * @param firstPoint the position of its first point in the segment
   */
  public void begin(BlockWriter block, long firstPoint) {
    firstPoints.add(firstPoint);
    minTimes.add(block.minTimeNanos());
    maxTimes.add(block.maxTimeNanos());
    for (int c = 0; c < measures.size(); c++) {
      BlockStatistics of = block.statistics(c);
      statistics.get(c).add(of);
      stored[c] |= of.absent() < of.points();
    }
  }

  /**
   * Completes the entry.
   *
   * @param offset where the block starts in the file
   * @param columnEnds where each column ends, counted from the start of the block
   */
  public void end(long offset, int[] columnEnds) {
    offsets.add(offset);
    for (int c = 0; c < columnEnds.length; c++) {
      ends.get(c).add(columnEnds[c]);
    }
  }

  /** Writes the directory; columns that hold no value in any block are left out. */
  public void write(EncodedWriter out) {
    int columnCount = 0;
    for (boolean s : stored) {
      columnCount += s ? 1 : 0;
    }
    out.writeInt(blockCount());
    out.writeInt(columnCount);
    int tablePlace = out.size();
    out.writeInt(0);
    List<Numbers> fields = new ArrayList<>(List.of(firstPoints, offsets, minTimes, maxTimes));
    fields.add(ends.get(BlockWriter.TIMES));
    fields.add(ends.get(BlockWriter.VERSIONS));
    for (int c = 0; c < measures.size(); c++) {
      if (stored[c]) {
        int number = BlockWriter.FIRST_MEASURE + c;
        writeColumn(measures.get(c), number, out);
        fields.add(ends.get(number - 1));
        fields.add(ends.get(number));
        fields.addAll(statistics.get(c).fields());
      }
    }
    writeFields(fields, tablePlace, out);
  }

  private static void writeColumn(Column column, int number, EncodedWriter out) {
    byte[] name = column.name().getBytes(StandardCharsets.UTF_8);
    out.writeVarint(name.length);
    out.writeBytes(name, 0, name.length);
    out.writeByte(column.type().code());
    out.writeVarint(number);
  }

  private static void writeFields(List<Numbers> fields, int tablePlace, EncodedWriter out) {
    PackedColumnWriter packed = new PackedColumnWriter();
    int table = out.size();
    out.setInt(tablePlace, table);
    for (int f = 0; f < fields.size(); f++) {
      out.writeInt(0);
    }
    for (int f = 0; f < fields.size(); f++) {
      out.setInt(table + 4 * f, out.size());
      packed.write(fields.get(f).values, fields.get(f).count, out);
    }
  }
}
