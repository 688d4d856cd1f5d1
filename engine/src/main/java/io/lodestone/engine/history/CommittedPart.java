package io.lodestone.engine.history;

import io.lodestone.model.TimeRange;
import io.lodestone.scan.Column;
import io.lodestone.scan.PointCursor;
import io.lodestone.scan.PointQuery;
import io.lodestone.scan.PointSource;
import java.util.List;

/**
 * The points of a part of the table that had been committed by the end of a tick, as far as one
 * history file knows of them.
 */
final class CommittedPart implements PointSource {
  private static final List<Column> NOTES =
      List.of(HistoryColumns.COMMITTED, HistoryColumns.REPLACED);

  private final PointSource part;
  private final PointSource history;
  private final long tick;

  CommittedPart(PointSource part, PointSource history, long tick) {
    this.part = part;
    this.history = history;
    this.tick = tick;
  }

  @Override
  public long minTimeNanos() {
    return part.minTimeNanos();
  }

  @Override
  public long maxTimeNanos() {
    return part.maxTimeNanos();
  }

  /** {@inheritDoc} Those that are not to be seen are among them. */
  @Override
  public long pointCount() {
    return part.pointCount();
  }

  @Override
  public PointCursor points(PointQuery query) {
    return CommittedCursor.open(
        part.points(query),
        () -> history.points(new PointQuery(query.range(), query.series(), NOTES)),
        query.columns(),
        tick);
  }

  @Override
  public PointCursor pointsOf(
      byte[] key, int offset, int length, TimeRange range, List<Column> columns) {
    return CommittedCursor.open(
        part.pointsOf(key, offset, length, range, columns),
        () -> history.pointsOf(key, offset, length, range, NOTES),
        columns,
        tick);
  }
}
