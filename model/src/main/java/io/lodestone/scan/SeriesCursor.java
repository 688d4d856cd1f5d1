package io.lodestone.scan;

import io.lodestone.model.CorruptionException;
import io.lodestone.model.KeyOrder;
import java.util.Collection;

/** A cursor that goes from series to series, in the order of their table. */
public interface SeriesCursor extends Cursor {
  /** The order in which the series come; known before the first. */
  KeyOrder keyOrder();

  /**
   * The array that holds the canonical key of the current series. Valid until the cursor's next
   * step. Read only.
   */
  byte[] keyBytes();

  /** Where the key starts in {@link #keyBytes()}. */
  int keyOffset();

  /** Bytes of the key. */
  int keyLength();

  /**
   * The order that all of these cursors have, which is what makes a merge of them right.
   *
   * @return {@link KeyOrder#OF_BYTES} for no cursor
   * @throws CorruptionException when they differ
   */
  static KeyOrder commonOrder(Collection<? extends SeriesCursor> cursors) {
    KeyOrder common = null;
    for (SeriesCursor cursor : cursors) {
      if (common != null && !common.equals(cursor.keyOrder())) {
        throw new CorruptionException(
            "the parts of a table do not agree on the order of its series: one has them by "
                + common
                + ", another by "
                + cursor.keyOrder());
      }
      common = cursor.keyOrder();
    }
    return common == null ? KeyOrder.OF_BYTES : common;
  }
}
