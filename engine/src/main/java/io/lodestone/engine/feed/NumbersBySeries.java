package io.lodestone.engine.feed;

import io.lodestone.model.PointBatch;
import io.lodestone.model.SeriesList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * A number for each series of some lists, which many blocks share and which only grow. One owner.
 */
final class NumbersBySeries {
  /** Of a series that has been given none. */
  static final int UNKNOWN = -1;

  private SeriesList list;
  private int[] numbers = {};

  /** Of the lists that were asked for before. */
  private final Map<SeriesList, int[]> others = new IdentityHashMap<>(1);

  /**
   * The numbers of a batch's series, by their places in its list: at least up to that of one of
   * them. To be written to; a later call may give another array.
   */
  int[] upTo(PointBatch points, int series) {
    if (list != points.seriesList()) {
      others.put(list, numbers);
      list = points.seriesList();
      numbers = others.getOrDefault(list, new int[0]);
    }
    if (series >= numbers.length) {
      int known = numbers.length;
      numbers = Arrays.copyOf(numbers, Math.max(series + 1, 2 * known));
      Arrays.fill(numbers, known, numbers.length, UNKNOWN);
    }
    return numbers;
  }
}
