package io.lodestone.engine.feed;

import java.util.Arrays;

/**
 * The slots of series, computed once for each series of a list that many blocks share. One owner.
 */
final class SlotsBySeries {
  private final int slotCount;
  private final NumbersBySeries slots = new NumbersBySeries();

  /**
   * @param slotCount in how many ranges of series the stream is cut
   */
  SlotsBySeries(int slotCount) {
    this.slotCount = slotCount;
  }

  /** The range that a row's series belongs to. */
  int of(ChangeBlock block, int row) {
    int series = block.points().series()[row];
    int[] known = slots.upTo(block.points(), series);
    if (known[series] == NumbersBySeries.UNKNOWN) {
      known[series] = block.slot(row, slotCount);
    }
    return known[series];
  }

  /**
   * The rows of a block by the range that their series belongs to, ascending in each.
   *
   * @param rows receives them; as long as the block at least
   * @param ends receives the end of each range's rows there
   */
  void sort(ChangeBlock block, int[] rows, int[] ends) {
    int size = block.size();
    int[] series = block.points().series();
    int[] known = slots.upTo(block.points(), block.points().seriesCount() - 1);
    Arrays.fill(ends, 0);
    for (int row = 0; row < size; row++) {
      int slot = known[series[row]];
      if (slot == NumbersBySeries.UNKNOWN) {
        slot = of(block, row);
      }
      ends[slot]++;
    }
    for (int slot = 1; slot < slotCount; slot++) {
      ends[slot] += ends[slot - 1];
    }
    for (int row = size - 1; row >= 0; row--) {
      rows[--ends[known[series[row]]]] = row;
    }
    // Each stands where its rows begin now, which is where those of the range before end.
    System.arraycopy(ends, 1, ends, 0, slotCount - 1);
    ends[slotCount - 1] = size;
  }
}
