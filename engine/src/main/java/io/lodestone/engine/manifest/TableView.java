package io.lodestone.engine.manifest;

import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.engine.history.PastParts;
import io.lodestone.engine.memtable.MemtableView;
import io.lodestone.scan.PointSource;
import io.lodestone.segments.Segment;
import java.util.ArrayList;
import java.util.List;

/**
 * A table at one moment: what is in memory, up to which point of it, and what is in segments.
 * Immutable; the committer publishes a new one when a frame became durable, when memtables were
 * sealed, and when a flush was published.
 *
 * @param table the table's entry as of that moment, columns included
 * @param memtables the parts in memory, none of them empty, youngest first
 * @param segments the parts on disk, youngest first; the engine holds a reference to each as long
 *     as the table has it
 * @param histories the table's history files, held likewise; none when it keeps no history
 * @param segmentsVersion changes whenever the segments hold other points than before, that is with
 *     every flush; look-ups name the version they were made against. Segments that take the place
 *     of others without changing a visible point leave it as it is
 */
public record TableView(
    TableEntry table,
    List<MemtableView> memtables,
    List<Segment> segments,
    List<Segment> histories,
    long segmentsVersion) {

  public TableView {
    memtables = List.copyOf(memtables);
    segments = List.copyOf(segments);
    histories = List.copyOf(histories);
  }

  /** The time of the youngest point in any segment; {@link Long#MIN_VALUE} without segments. */
  public long segmentsMaxTimeNanos() {
    long max = Long.MIN_VALUE;
    for (Segment segment : segments) {
      max = Math.max(max, segment.maxTimeNanos());
    }
    return max;
  }

  /**
   * Keeps everything readable for a reader: segments open, memtables from being used anew. Follow
   * with {@link #release()}.
   *
   * @return false when a part is gone already, because a younger view has been published: read that
   *     one
   */
  public boolean tryRetain() {
    int retained = retain(segments);
    if (retained < segments.size()) {
      release(segments, retained);
      return false;
    }
    retained = retain(histories);
    if (retained < histories.size()) {
      release(histories, retained);
      release(segments, segments.size());
      return false;
    }
    for (int i = 0; i < memtables.size(); i++) {
      if (!memtables.get(i).tryRetain()) {
        memtables.subList(0, i).forEach(MemtableView::release);
        release(histories, histories.size());
        release(segments, segments.size());
        return false;
      }
    }
    return true;
  }

  /** Ends {@link #tryRetain()}. */
  public void release() {
    memtables.forEach(MemtableView::release);
    release(segments, segments.size());
    release(histories, histories.size());
  }

  /** Retains files up to the first that is gone; returns how many. */
  private static int retain(List<Segment> files) {
    int retained = 0;
    while (retained < files.size() && files.get(retained).tryRetain()) {
      retained++;
    }
    return retained;
  }

  private static void release(List<Segment> files, int count) {
    for (int i = 0; i < count; i++) {
      files.get(i).release();
    }
  }

  /** What a reader has to merge who wants the table as it was at the end of a tick. */
  public List<PointSource> sourcesAsOf(long tick) {
    List<PointSource> sources = new ArrayList<>(memtables.size() + segments.size());
    memtables.forEach(memtable -> sources.add(memtable.asOf(tick)));
    sources.addAll(PastParts.asOf(tick, segments, histories));
    return sources;
  }

  /** Everything a reader has to merge, youngest first. */
  public List<PointSource> sources() {
    List<PointSource> sources = new ArrayList<>(memtables.size() + segments.size());
    sources.addAll(memtables);
    sources.addAll(segments);
    return sources;
  }
}
