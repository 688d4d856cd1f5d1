package io.lodestone.segments.encoding;

/**
 * Reads a {@link PackedColumn} for one owner who asks for many values close to each other. The
 * first few are read one by one where they lie; if more are wanted of the same 1,024, these are
 * decoded together and kept, 8 KiB of heap, until values of others are asked for as often. Errors
 * are those of the column.
 */
public final class PackedColumnWalk {
  /** Values of one vector that are read one by one: about what decoding all of it costs. */
  private static final int PATIENCE = 16;

  private final PackedColumn column;

  /** The values of {@link #decoded}. */
  private long[] values = {};

  private int decoded = -1;

  /** The vector that was asked for last and is not decoded, and how often in a row. */
  private int asked = -1;

  private int times;

  PackedColumnWalk(PackedColumn column) {
    this.column = column;
  }

  /** One value. */
  public long get(int index) {
    int vector = index >> 10;
    return vector == decoded ? values[index & PackedColumn.VECTOR - 1] : read(index, vector);
  }

  private long read(int index, int vector) {
    if (vector != asked) {
      asked = vector;
      times = 0;
    }
    // Whether somebody else has decoded it is looked up now and then, not each time.
    if ((times++ & PATIENCE - 1) == 0 && index >= 0 && index < column.count()) {
      long[] known = column.isEven(vector) ? null : column.decoded(vector);
      if (known == null && times > PATIENCE && !column.isEven(vector)) {
        known = column.decode(vector);
      }
      if (known != null) {
        values = known;
        decoded = vector;
        return known[index & PackedColumn.VECTOR - 1];
      }
    }
    return column.get(index);
  }

  /** How many values the column has. */
  public int count() {
    return column.count();
  }

  /**
   * The last index whose value is not above {@code wanted}, in a column whose values never fall; -1
   * when all are above.
   */
  public int floor(long wanted) {
    return column.floor(wanted);
  }
}
