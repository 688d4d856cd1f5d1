package io.lodestone.engine.read;

import io.lodestone.model.ColumnBuffer;
import io.lodestone.model.KeyOrder;
import io.lodestone.model.OrderedKey;
import io.lodestone.scan.Column;
import io.lodestone.scan.Cursor;
import io.lodestone.scan.PointChunk;
import io.lodestone.scan.PointCursor;
import io.lodestone.scan.SeriesCursor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Several cursors over parts of one table as one: each key and time once, chosen by {@link
 * VersionResolver}. A series that only one of them holds is passed through, chunk by chunk, without
 * copying; of one that several hold, stretches that do not overlap are copied as a whole.
 *
 * <p>Owns its sources and closes them.
 */
public final class MergeCursor implements PointCursor {
  private final PointCursor[] sources;
  private final KeyOrder keyOrder;

  /** Per source: the key it stands at, once it has been compared. */
  private final OrderedKey[] keys;

  private final boolean[] keyed;
  private final PointChunk merged;

  /** Sources by the key they stand at, the younger first where keys are equal: a binary heap. */
  private final int[] heap;

  private int heapSize;
  private boolean started;

  /** The sources that stand at the current series, the youngest first. */
  private final int[] current;

  private int currentCount;

  /** Those of them that still have points, when there are several; in the same order. */
  private final int[] live;

  private int liveCount;

  /** Per source: the next point of its chunk, when it is one of several at the current series. */
  private final int[] places;

  /** The source whose own chunk was handed out, or -1 when it was {@link #merged}. */
  private int lent = -1;

  /**
   * @param sources the youngest first, each before its first series and with chunks of the given
   *     columns; owned from now on
   * @param columns the measure columns, in the order in which the sources carry them
   * @throws io.lodestone.model.CorruptionException when the sources do not have one order of
   *     series; they stay the caller's then
   */
  public MergeCursor(List<PointCursor> sources, List<Column> columns) {
    this.sources = sources.toArray(PointCursor[]::new);
    this.keyOrder = SeriesCursor.commonOrder(sources);
    this.keys = new OrderedKey[this.sources.length];
    Arrays.setAll(keys, source -> new OrderedKey(keyOrder));
    this.keyed = new boolean[this.sources.length];
    this.heap = new int[this.sources.length];
    this.current = new int[this.sources.length];
    this.live = new int[this.sources.length];
    this.places = new int[this.sources.length];
    List<ColumnBuffer> buffers = new ArrayList<>(columns.size());
    for (Column column : columns) {
      buffers.add(new ColumnBuffer(column.name(), column.type(), PointChunk.POINTS_MAX));
    }
    this.merged = new PointChunk(buffers);
  }

  @Override
  public boolean nextSeries() {
    if (!started) {
      started = true;
      for (int source = 0; source < sources.length; source++) {
        push(source);
      }
    } else {
      for (int i = 0; i < currentCount; i++) {
        push(current[i]);
      }
    }
    currentCount = 0;
    if (heapSize == 0) {
      return false;
    }
    do {
      current[currentCount++] = pop();
    } while (heapSize > 0 && compareKeys(heap[0], current[0]) == 0);
    if (currentCount > 1) {
      startMerge();
    }
    return true;
  }

  @Override
  public KeyOrder keyOrder() {
    return keyOrder;
  }

  @Override
  public byte[] keyBytes() {
    return sources[current[0]].keyBytes();
  }

  @Override
  public int keyOffset() {
    return sources[current[0]].keyOffset();
  }

  @Override
  public int keyLength() {
    return sources[current[0]].keyLength();
  }

  @Override
  public boolean nextChunk() {
    if (currentCount == 1) {
      lent = current[0];
      return sources[lent].nextChunk();
    }
    if (lent >= 0) {
      int read = lent;
      lent = -1;
      refill(read);
    }
    merged.clear();
    while (liveCount > 0 && merged.size() < PointChunk.POINTS_MAX) {
      if (liveCount == 1 && merged.size() == 0 && places[live[0]] == 0) {
        lent = live[0];
        return true;
      }
      mergeSome();
    }
    return merged.size() > 0;
  }

  @Override
  public PointChunk chunk() {
    return lent >= 0 ? sources[lent].chunk() : merged;
  }

  @Override
  public void close() {
    started = true;
    heapSize = 0;
    currentCount = 0;
    liveCount = 0;
    Cursor.closeAll(Arrays.asList(sources));
  }

  private void startMerge() {
    liveCount = 0;
    lent = -1;
    for (int i = 0; i < currentCount; i++) {
      int source = current[i];
      places[source] = 0;
      if (sources[source].nextChunk()) {
        live[liveCount++] = source;
      }
    }
  }

  /**
   * Copies the earliest point, or, when only one source has it, that source's points up to the next
   * time of any other.
   */
  private void mergeSome() {
    int winner = live[0];
    long earliest = time(winner);
    long limit = Long.MAX_VALUE;
    boolean alone = true;
    for (int i = 1; i < liveCount; i++) {
      int source = live[i];
      long time = time(source);
      if (time < earliest) {
        limit = earliest;
        earliest = time;
        winner = source;
        alone = true;
      } else if (time == earliest) {
        alone = false;
        // Sources come youngest first, so that this one is the older of the two.
        if (!VersionResolver.youngerWins(version(winner), version(source))) {
          winner = source;
        }
      } else {
        limit = Math.min(limit, time);
      }
    }
    if (alone) {
      copyUpTo(winner, limit);
      return;
    }
    merged.appendFrom(sources[winner].chunk(), places[winner]);
    // From the back, because a source that ends leaves the list.
    for (int i = liveCount - 1; i >= 0; i--) {
      if (time(live[i]) == earliest) {
        step(live[i], 1);
      }
    }
  }

  private void copyUpTo(int source, long limit) {
    PointChunk chunk = sources[source].chunk();
    long[] times = chunk.times();
    int from = places[source];
    int to = Math.min(chunk.size(), from + PointChunk.POINTS_MAX - merged.size());
    int end = from + 1;
    while (end < to && times[end] < limit) {
      end++;
    }
    merged.appendRange(chunk, from, end - from);
    step(source, end - from);
  }

  private void step(int source, int points) {
    places[source] += points;
    if (places[source] == sources[source].chunk().size()) {
      refill(source);
    }
  }

  /** Moves a source to its next chunk, or takes it out of those that still have points. */
  private void refill(int source) {
    places[source] = 0;
    if (sources[source].nextChunk()) {
      return;
    }
    int kept = 0;
    for (int i = 0; i < liveCount; i++) {
      if (live[i] != source) {
        live[kept++] = live[i];
      }
    }
    liveCount = kept;
  }

  private long time(int source) {
    return sources[source].chunk().times()[places[source]];
  }

  private long version(int source) {
    return sources[source].chunk().versions()[places[source]];
  }

  private int compareKeys(int source, int other) {
    return key(source).compare(key(other));
  }

  /** Asked for when it is compared: of a single source nobody needs the keys. */
  private OrderedKey key(int source) {
    if (!keyed[source]) {
      PointCursor cursor = sources[source];
      keys[source].moveTo(cursor.keyBytes(), cursor.keyOffset(), cursor.keyLength());
      keyed[source] = true;
    }
    return keys[source];
  }

  private boolean comesBefore(int source, int other) {
    int order = compareKeys(source, other);
    return order < 0 || order == 0 && source < other;
  }

  /** Moves a source to its next series and enters it, unless it has ended. */
  private void push(int source) {
    keyed[source] = false;
    if (!sources[source].nextSeries()) {
      return;
    }
    int at = heapSize++;
    while (at > 0 && comesBefore(source, heap[(at - 1) >>> 1])) {
      heap[at] = heap[(at - 1) >>> 1];
      at = (at - 1) >>> 1;
    }
    heap[at] = source;
  }

  private int pop() {
    int top = heap[0];
    int sinking = heap[--heapSize];
    int at = 0;
    while (2 * at + 1 < heapSize) {
      int child = 2 * at + 1;
      if (child + 1 < heapSize && comesBefore(heap[child + 1], heap[child])) {
        child++;
      }
      if (!comesBefore(heap[child], sinking)) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = sinking;
    return top;
  }
}
