package io.lodestone.sql.exec;

import io.lodestone.sql.function.Frame;
import io.lodestone.sql.function.Frame.Bound;
import io.lodestone.sql.function.Frame.Place;
import io.lodestone.sql.function.Term;
import io.lodestone.sql.type.EvaluationException;
import io.lodestone.sql.type.SortKey;
import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.Vectors;
import java.util.List;

/** The frame of each row of a partition. An empty frame has its end at its start. */
final class FrameBounds {
  private final Frame frame;
  private final Partition partition;

  /** The sort key that distances of RANGE are values of; null in other frames. */
  private final SortKey key;

  /** The rows of the partition whose sort key is not NULL: they lie together. */
  private int keyedFrom;

  private int keyedTo;

  FrameBounds(Frame frame, Partition partition, List<SortKey> order) {
    this.frame = frame;
    this.partition = partition;
    boolean measured =
        frame.mode() == Frame.Mode.RANGE
            && (frame.start().distance().isPresent() || frame.end().distance().isPresent());
    this.key = measured ? order.getFirst() : null;
    if (measured) {
      Vector keys = partition.rows().column(key.column());
      keyedFrom = partition.from();
      keyedTo = partition.to();
      while (keyedFrom < keyedTo && !keys.isPresent(keyedFrom)) {
        keyedFrom++;
      }
      while (keyedFrom < keyedTo && !keys.isPresent(keyedTo - 1)) {
        keyedTo--;
      }
    }
  }

  /** Whether every frame begins where the partition does. */
  boolean startsWithPartition() {
    return frame.start().place() == Place.FIRST;
  }

  /** Whether every frame is the whole partition. */
  boolean isWholePartition() {
    return startsWithPartition()
        && (frame.end().place() == Place.LAST
            || frame.end().place() == Place.CURRENT
                && frame.mode() != Frame.Mode.ROWS
                && partition.groupCount() == 1);
  }

  /** The first row of the frame. */
  int start(int row) {
    Bound bound = frame.start();
    return switch (bound.place()) {
      case FIRST -> partition.from();
      case CURRENT -> frame.mode() == Frame.Mode.ROWS ? row : partition.firstPeer(row);
      case LAST -> partition.to();
      case PRECEDING, FOLLOWING ->
          switch (frame.mode()) {
            case ROWS -> clamped(row + moved(bound, row));
            case GROUPS -> groupStart(partition.groupOf(row) + moved(bound, row));
            case RANGE -> ranged(bound, row, true);
          };
    };
  }

  /** The row after the last of the frame; at least its start. */
  int end(int row) {
    return Math.max(start(row), after(row));
  }

  private int after(int row) {
    Bound bound = frame.end();
    return switch (bound.place()) {
      case FIRST -> partition.from();
      case CURRENT -> frame.mode() == Frame.Mode.ROWS ? row + 1 : partition.afterPeers(row);
      case LAST -> partition.to();
      case PRECEDING, FOLLOWING ->
          switch (frame.mode()) {
            case ROWS -> clamped(row + moved(bound, row) + 1);
            case GROUPS -> groupStart(partition.groupOf(row) + moved(bound, row) + 1);
            case RANGE -> ranged(bound, row, false);
          };
    };
  }

  /** How far the bound lies from the row, backwards as a negative number. */
  private long moved(Bound bound, int row) {
    Vector distances = distances(bound);
    if (!distances.isPresent(row) || Vectors.word(distances, row) < 0) {
      throw new EvaluationException("Window frame offset value must not be negative or null");
    }
    // No partition is that large, and sums of two such distances stay in range.
    long distance = Math.min(Vectors.word(distances, row), Integer.MAX_VALUE);
    return bound.place() == Place.PRECEDING ? -distance : distance;
  }

  private Vector distances(Bound bound) {
    return partition.rows().column(((Term.Input) bound.distance().orElseThrow()).column());
  }

  private int clamped(long row) {
    return (int) Math.max(partition.from(), Math.min(partition.to(), row));
  }

  private int groupStart(long group) {
    return partition.groupStart((int) Math.max(0, Math.min(partition.groupCount(), group)));
  }

  /**
   * Where the rows begin, or end, whose sort key lies on this side of an edge. A row whose key is
   * NULL has its peers as frame.
   */
  private int ranged(Bound bound, int row, boolean starting) {
    Vector keys = partition.rows().column(key.column());
    Vector edges = distances(bound);
    if (!keys.isPresent(row)) {
      return starting ? partition.firstPeer(row) : partition.afterPeers(row);
    }
    if (!edges.isPresent(row) || isBehind(bound, keys, edges, row)) {
      throw new EvaluationException("Window frame offset value must not be negative or null");
    }
    int low = keyedFrom;
    int high = keyedTo;
    while (low < high) {
      int middle = (low + high) >>> 1;
      int order = Vectors.compare(keys, middle, edges, row);
      order = key.ascending() ? order : -order;
      if (starting ? order < 0 : order <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Whether the edge lies on the wrong side of the row: the distance was negative. */
  private boolean isBehind(Bound bound, Vector keys, Vector edges, int row) {
    int order = Vectors.compare(edges, row, keys, row);
    order = key.ascending() ? order : -order;
    return bound.place() == Place.PRECEDING ? order > 0 : order < 0;
  }
}
