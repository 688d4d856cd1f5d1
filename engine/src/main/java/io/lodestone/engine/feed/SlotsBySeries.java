package io.lodestone.engine.feed;

import io.lodestone.model.PointBatch;
import io.lodestone.model.SeriesList;
import java.util.Arrays;

/**
 * The slots of series, computed once for each series of a list that many blocks share. One owner.
 */
final class SlotsBySeries {
  private static final int UNKNOWN = -1;

  private final int slotCount;
  private SeriesList list;
  private int[] slots = new int[0];

  /**
   * @param slotCount in how many ranges of series the stream is cut
   */
  SlotsBySeries(int slotCount) {
    this.slotCount = slotCount;
  }

  /** The range that a row's series belongs to. */
  int of(ChangeBlock block, int row) {
    PointBatch points = block.points();
    if (list != points.seriesList()) {
      list = points.seriesList();
      Arrays.fill(slots, UNKNOWN);
    }
    int series = points.series()[row];
    if (series >= slots.length) {
      int known = slots.length;
      slots = Arrays.copyOf(slots, Math.max(series + 1, 2 * known));
      Arrays.fill(slots, known, slots.length, UNKNOWN);
    }
    if (slots[series] == UNKNOWN) {
      slots[series] = block.slot(row, slotCount);
    }
    return slots[series];
  }
}
