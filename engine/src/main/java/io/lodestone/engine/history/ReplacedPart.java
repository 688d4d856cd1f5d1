package io.lodestone.engine.history;

import io.lodestone.model.TimeRange;
import io.lodestone.scan.Column;
import io.lodestone.scan.PointCursor;
import io.lodestone.scan.PointQuery;
import io.lodestone.scan.PointSource;
import java.util.List;

/** The points of a history file that were there at the end of a tick and were replaced later. */
final class ReplacedPart implements PointSource {
  private final PointSource history;
  private final long tick;

  ReplacedPart(PointSource history, long tick) {
    this.history = history;
    this.tick = tick;
  }

  @Override
  public long minTimeNanos() {
    return history.minTimeNanos();
  }

  @Override
  public long maxTimeNanos() {
    return history.maxTimeNanos();
  }

  /** {@inheritDoc} Those that are not to be seen are among them. */
  @Override
  public long pointCount() {
    return history.pointCount();
  }

  @Override
  public PointCursor points(PointQuery query) {
    List<Column> columns = HistoryColumns.with(query.columns());
    return new ReplacedCursor(
        history.points(new PointQuery(query.range(), query.series(), columns)),
        query.columns(),
        tick);
  }

  @Override
  public PointCursor pointsOf(
      byte[] key, int offset, int length, TimeRange range, List<Column> columns) {
    return new ReplacedCursor(
        history.pointsOf(key, offset, length, range, HistoryColumns.with(columns)), columns, tick);
  }
}
