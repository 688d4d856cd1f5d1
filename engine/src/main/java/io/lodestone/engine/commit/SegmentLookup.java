package io.lodestone.engine.commit;

import io.lodestone.engine.manifest.TableView;
import io.lodestone.engine.read.PointLookup;
import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.PointBatch;
import io.lodestone.model.ValueType;
import io.lodestone.scan.PointSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;

/**
 * What the segments of one named version of a table say about the points of a batch that they might
 * hold already. Made on the thread of the request, so that the committer never waits for a segment;
 * valid for that version only.
 */
public final class SegmentLookup {
  private final long segmentsVersion;
  private final long[] existingVersions;
  private final boolean[] same;

  /** Per point: what the segments hold, where they hold the key. Null when nobody wants it. */
  private final ColumnBuffer[][] values;

  private SegmentLookup(
      long segmentsVersion, long[] existingVersions, boolean[] same, ColumnBuffer[][] values) {
    this.segmentsVersion = segmentsVersion;
    this.existingVersions = existingVersions;
    this.same = same;
    this.values = values;
  }

  /** Whether any point of a batch is old enough to be in a segment. */
  public static boolean isNeeded(PointBatch batch, long segmentsMaxTimeNanos) {
    long[] times = batch.times();
    for (int i = 0; i < batch.size(); i++) {
      if (times[i] <= segmentsMaxTimeNanos) {
        return true;
      }
    }
    return false;
  }

  /** Looks the batch up in a view whose segments the caller keeps open. */
  public static SegmentLookup in(TableView view, PointBatch batch) {
    long[] existing = new long[batch.size()];
    boolean[] same = new boolean[batch.size()];
    ColumnBuffer[][] values =
        view.table().stream().filter(stream -> stream.view().hasOldImage()).isPresent()
            ? new ColumnBuffer[batch.size()][]
            : null;
    long maxTime = view.segmentsMaxTimeNanos();
    // What lies below will be rejected, whatever a segment holds.
    long floor = view.table().horizonFloorNanos();
    List<PointSource> sources = List.copyOf(view.segments());
    PointLookup lookup = new PointLookup(sources, view.table().measures());
    for (int point : bySeries(batch, floor, maxTime)) {
      int series = batch.series()[point];
      int start = batch.keyStart(series);
      if (lookup.find(
          batch.keyBytes(), start, batch.keyEnd(series) - start, batch.times()[point])) {
        existing[point] = lookup.version();
        same[point] = lookup.sameValues(batch, point);
        if (values != null) {
          values[point] = copy(lookup.values());
        }
      }
    }
    return new SegmentLookup(view.segmentsVersion(), existing, same, values);
  }

  /** The points of a range of time, those of a series together and in the order of the batch. */
  private static int[] bySeries(PointBatch batch, long minTime, long maxTime) {
    long[] wanted = new long[batch.size()];
    int count = 0;
    for (int point = 0; point < batch.size(); point++) {
      if (batch.times()[point] <= maxTime && batch.times()[point] >= minTime) {
        wanted[count++] = (long) batch.series()[point] << Integer.SIZE | point;
      }
    }
    Arrays.sort(wanted, 0, count);
    int[] points = new int[count];
    for (int i = 0; i < count; i++) {
      points[i] = (int) wanted[i];
    }
    return points;
  }

  private static ColumnBuffer[] copy(List<ColumnBuffer> found) {
    List<ColumnBuffer> present = new ArrayList<>();
    for (ColumnBuffer column : found) {
      if (column.isPresent(0)) {
        ColumnBuffer value = new ColumnBuffer(column.name(), column.type(), 1);
        value.appendFrom(column, 0);
        present.add(value);
      }
    }
    return present.toArray(ColumnBuffer[]::new);
  }

  /** Whether it also knows the values of what the segments hold, for streams that show them. */
  boolean hasValues() {
    return values != null;
  }

  /**
   * Copies the present values of what the segments hold under a point's key. Only for keys that
   * they hold, and only when it {@link #hasValues()}.
   *
   * @param into gives the column of a name and type, to which a value is appended
   */
  void copyValues(int point, BiFunction<String, ValueType, ColumnBuffer> into) {
    for (ColumnBuffer value : values[point]) {
      into.apply(value.name(), value.type()).appendFrom(value, 0);
    }
  }

  long segmentsVersion() {
    return segmentsVersion;
  }

  /** The version in the segments, 0 when they do not hold the key. */
  long existingVersion(int point) {
    return existingVersions[point];
  }

  /** Whether the segments hold the same values under that key. */
  boolean sameValues(int point) {
    return same[point];
  }
}
