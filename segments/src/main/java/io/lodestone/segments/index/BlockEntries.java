package io.lodestone.segments.index;

import io.lodestone.segments.block.BlockStatistics;
import io.lodestone.segments.block.BlockWriter;
import io.lodestone.segments.block.ColumnReader;
import io.lodestone.segments.encoding.MalformedVectorException;
import io.lodestone.segments.encoding.PackedColumnWalk;

/**
 * What a {@link BlockDirectory} knows of each block, for a reader of many blocks: fields asked for
 * again and again are decoded 1,024 blocks at a time. One owner.
 */
public final class BlockEntries {
  private final BlockDirectory directory;

  /** By number of the field; null where it was not asked for yet. */
  private final PackedColumnWalk[] fields;

  BlockEntries(BlockDirectory directory) {
    this.directory = directory;
    this.fields = new PackedColumnWalk[firstOf(directory.columns().size())];
  }

  private static int firstOf(int column) {
    return BlockDirectory.FIELDS_BEFORE_MEASURES + BlockDirectory.FIELDS_PER_MEASURE * column;
  }

  /** The block in which the point at a position lies. */
  public int blockAt(long position) {
    int block = directory.field(BlockDirectory.FIRST_POINT).floor(position);
    if (block < 0) {
      throw new MalformedVectorException(0, "a block for point " + position, "none");
    }
    return block;
  }

  /** The position of a block's first point. */
  public long firstPoint(int block) {
    return get(BlockDirectory.FIRST_POINT, block);
  }

  /** The position after a block's last point. */
  public long endPoint(int block) {
    return block + 1 < directory.blockCount()
        ? get(BlockDirectory.FIRST_POINT, block + 1)
        : directory.points();
  }

  public long minTimeNanos(int block) {
    return get(BlockDirectory.MIN_TIME, block);
  }

  public long maxTimeNanos(int block) {
    return get(BlockDirectory.MAX_TIME, block);
  }

  /** Where the times of a block lie. */
  public ColumnReader.Place times(int block) {
    return place(block, BlockWriter.TIMES, 0, get(BlockDirectory.TIMES_END, block));
  }

  /** Where the versions of a block lie; a place of length 0 says that all are 1. */
  public ColumnReader.Place versions(int block) {
    return place(
        block,
        BlockWriter.VERSIONS,
        get(BlockDirectory.TIMES_END, block),
        get(BlockDirectory.VERSIONS_END, block));
  }

  /**
   * Where a measure column of a block lies, columns counted as in {@link BlockDirectory#columns()}.
   */
  public ColumnReader.Place measure(int block, int column) {
    int first = firstOf(column);
    return place(block, directory.number(column), get(first, block), get(first + 1, block));
  }

  /** Where a block ends in the file. */
  public long end(int block) {
    int last =
        directory.columns().isEmpty()
            ? BlockDirectory.VERSIONS_END
            : firstOf(directory.columns().size() - 1) + 1;
    return get(BlockDirectory.OFFSET, block) + get(last, block);
  }

  private ColumnReader.Place place(int block, int number, long start, long end) {
    if (start < 0 || end < start || end > Integer.MAX_VALUE) {
      throw new MalformedVectorException(0, "a column of block " + block, start + " to " + end);
    }
    return new ColumnReader.Place(
        block, number, get(BlockDirectory.OFFSET, block) + start, (int) (end - start));
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
    return get(firstOf(column) + which, block);
  }

  private long get(int field, int block) {
    PackedColumnWalk walk = fields[field];
    if (walk == null) {
      walk = directory.field(field).walk();
      fields[field] = walk;
    }
    return walk.get(block);
  }
}
