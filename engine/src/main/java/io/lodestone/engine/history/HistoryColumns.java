package io.lodestone.engine.history;

import io.lodestone.model.ValueType;
import io.lodestone.scan.Column;
import java.util.ArrayList;
import java.util.List;

/**
 * The columns of a history file. See {@code docs/formats/history.md}.
 *
 * <p>A point of a history file is either <em>replaced</em>, with its values and both ticks, or a
 * <em>note</em> about a point that stands in a segment of current points under the same key, time
 * and version: when it was committed, and nothing else.
 */
public final class HistoryColumns {
  /** How the names of the columns begin that are no measures; no measure may have such a name. */
  public static final String RESERVED_PREFIX = "history::";

  /**
   * The tick in which the point was committed, as a {@link io.lodestone.engine.clock.Ticks#lag}.
   * Absent when that was before history began.
   */
  public static final Column COMMITTED =
      Column.measure(RESERVED_PREFIX + "committed", ValueType.BIGINT);

  /** The tick in which another point took its place, likewise; absent in a note. */
  public static final Column REPLACED =
      Column.measure(RESERVED_PREFIX + "replaced", ValueType.BIGINT);

  /** Where {@link #COMMITTED} stands in a projection. */
  public static final int COMMITTED_PLACE = 0;

  /** Where {@link #REPLACED} stands in a projection. */
  public static final int REPLACED_PLACE = 1;

  /** Where the measures begin in a projection. */
  public static final int FIRST_MEASURE = 2;

  private HistoryColumns() {}

  /** The columns of a history file of a table with these measures. */
  public static List<Column> with(List<Column> measures) {
    List<Column> columns = new ArrayList<>(FIRST_MEASURE + measures.size());
    columns.add(COMMITTED);
    columns.add(REPLACED);
    columns.addAll(measures);
    return columns;
  }
}
