package io.lodestone.engine.history;

import io.lodestone.engine.clock.Ticks;
import io.lodestone.model.ColumnBuffer;
import io.lodestone.scan.Column;
import io.lodestone.scan.ForwardingPointCursor;
import io.lodestone.scan.PointChunk;
import io.lodestone.scan.PointCursor;
import java.util.List;

/**
 * Picks from a history file the points that were there at the end of a tick and were replaced
 * later: at most one for each key and time. Owns the file's cursor and closes it.
 */
final class ReplacedCursor extends ForwardingPointCursor {
  private final long tick;
  private final PointChunk picked;

  /**
   * @param history with the columns of {@link HistoryColumns#with} these
   */
  ReplacedCursor(PointCursor history, List<Column> columns, long tick) {
    super(history);
    this.tick = tick;
    this.picked =
        new PointChunk(columns.stream().map(c -> new ColumnBuffer(c.name(), c.type(), 8)).toList());
  }

  @Override
  public boolean nextChunk() {
    picked.clear();
    while (picked.size() == 0 && super.nextChunk()) {
      PointChunk from = super.chunk();
      for (int i = 0; i < from.size(); i++) {
        if (wasThere(from, i)) {
          pick(from, i);
        }
      }
    }
    return picked.size() > 0;
  }

  @Override
  public PointChunk chunk() {
    return picked;
  }

  private boolean wasThere(PointChunk from, int index) {
    ColumnBuffer replaced = from.columns().get(HistoryColumns.REPLACED_PLACE);
    ColumnBuffer committed = from.columns().get(HistoryColumns.COMMITTED_PLACE);
    long time = from.times()[index];
    return replaced.isPresent(index)
        && Ticks.ofLag(replaced.word(index), time) > tick
        && (!committed.isPresent(index) || Ticks.ofLag(committed.word(index), time) <= tick);
  }

  private void pick(PointChunk from, int index) {
    picked.append(from.times()[index], from.versions()[index]);
    for (int c = 0; c < picked.columns().size(); c++) {
      picked
          .columns()
          .get(c)
          .appendFrom(from.columns().get(HistoryColumns.FIRST_MEASURE + c), index);
    }
  }
}
