package io.lodestone.engine.compaction;

import io.lodestone.engine.history.HistoryPoints;
import io.lodestone.engine.manifest.SegmentLedger;
import io.lodestone.engine.read.MergeCursor;
import io.lodestone.model.TimeRange;
import io.lodestone.scan.Column;
import io.lodestone.scan.Cursor;
import io.lodestone.scan.PointCursor;
import io.lodestone.scan.PointQuery;
import io.lodestone.segments.Segment;
import io.lodestone.segments.SegmentId;
import io.lodestone.segments.SegmentMetadata;
import io.lodestone.segments.SegmentRole;
import io.lodestone.segments.SegmentWriter;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Carries out one plan: merges the inputs once for each range and writes what comes of it, some
 * points at a time. Nothing it writes counts before the manifest names it; closed early, it leaves
 * the ledger to delete it. One thread; used once.
 */
final class Compactor implements Closeable {
  private final CompactionPlan plan;
  private final List<Segment> inputs;
  private final SegmentLedger ledger;
  private final SegmentWriter writer;
  private final Iterator<TimeRange> ranges;
  private final HistoryInputs history;
  private final DamageFinder damage = new DamageFinder();
  private final Iterator<TimeRange> historyRanges;
  private final List<SegmentMetadata> written = new ArrayList<>();
  private final List<SegmentId> begun = new ArrayList<>();
  private long bytesWritten;

  /** Null before the first step, because telling them reads the inputs. */
  private List<Column> columns;

  /** The present range's; null between two. */
  private PointCursor points;

  private SegmentWriter.Draft draft;
  private boolean handedOver;

  /**
   * @param inputs the plan's segments, the youngest first; a reference to each belongs to this from
   *     now on
   * @param existing times outside are left out for good
   * @param history what the table remembers of its past; its references belong to this as well
   */
  Compactor(
      CompactionPlan plan,
      List<Segment> inputs,
      TimeRange existing,
      HistoryInputs history,
      SegmentLedger ledger,
      SegmentWriter writer) {
    this.plan = plan;
    this.inputs = inputs;
    this.ledger = ledger;
    this.writer = writer;
    this.ranges =
        plan.outputs().stream()
            .map(range -> range.intersect(existing))
            .filter(range -> !range.isEmpty())
            .iterator();
    this.history = history;
    this.historyRanges =
        history.ranges(plan).stream()
            .map(range -> range.intersect(existing))
            .filter(range -> !range.isEmpty())
            .iterator();
  }

  /** The measure columns that any of the inputs has a value of. */
  private List<Column> columnsOfInputs() {
    Set<Column> columns = new LinkedHashSet<>();
    inputs.forEach(segment -> columns.addAll(damage.measureColumns(segment)));
    return List.copyOf(columns);
  }

  CompactionPlan plan() {
    return plan;
  }

  /**
   * After a {@link io.lodestone.model.CorruptionException}: the inputs that must be left alone.
   * Those whose bytes are wrong; all of them when it was a history file, without which none can be
   * merged.
   */
  List<SegmentId> unreadable() {
    List<SegmentId> wrong = plan.inputs().stream().filter(damage.found()::contains).toList();
    return wrong.isEmpty() ? plan.inputs() : wrong;
  }

  /** What the written segments take the place of: the inputs, and history files. */
  List<Segment> replaced() {
    List<Segment> replaced = new ArrayList<>(inputs);
    replaced.addAll(history.rewritten());
    return replaced;
  }

  /**
   * Merges some points.
   *
   * @param pointsMax how many, about
   * @return whether there is more to do
   */
  boolean advance(long pointsMax) throws IOException {
    if (columns == null) {
      columns = columnsOfInputs();
    }
    if (draft == null) {
      if (ranges.hasNext()) {
        begin(ranges.next());
      } else if (historyRanges.hasNext()) {
        beginHistory(historyRanges.next());
      } else {
        return false;
      }
    }
    if (!draft.advance(pointsMax)) {
      finishRange();
    }
    return true;
  }

  private void begin(TimeRange range) {
    PointQuery query = new PointQuery(range, List.of(), columns);
    List<PointCursor> sources = new ArrayList<>(inputs.size());
    try {
      for (Segment input : inputs) {
        if (range.overlaps(input.minTimeNanos(), input.maxTimeNanos())) {
          sources.add(damage.points(input, query));
        }
      }
      points = new MergeCursor(sources, columns);
    } catch (RuntimeException e) {
      Cursor.closeAll(sources, e);
      throw e;
    }
    SegmentId id = ledger.nextId();
    begun.add(id);
    draft = writer.begin(id, plan.tableId(), columns, points);
  }

  private void beginHistory(TimeRange range) {
    HistoryPoints remembered = history.open(inputs, range, damage);
    points = remembered;
    SegmentId id = ledger.nextId();
    begun.add(id);
    draft = writer.beginHistory(id, plan.tableId(), history.columns(), points);
  }

  /** Of what the range became, the role it plays. */
  private SegmentRole role() {
    return points instanceof HistoryPoints remembered
        ? new SegmentRole.History(remembered.newestTick())
        : SegmentRole.CURRENT;
  }

  private void finishRange() throws IOException {
    draft
        .finish()
        .map(segment -> segment.withRole(role()))
        .ifPresent(
            segment -> {
              written.add(segment);
              bytesWritten += segment.sizeBytes();
            });
    closeRange();
  }

  private void closeRange() throws IOException {
    SegmentWriter.Draft open = draft;
    draft = null;
    if (open != null) {
      points.close();
      open.close();
    }
  }

  /** Bytes written so far. */
  long bytesWritten() {
    return bytesWritten + (draft == null ? 0 : draft.bytes());
  }

  /** What was written, complete and durable, to be named by the manifest; call when all is done. */
  List<SegmentMetadata> handOver() {
    handedOver = true;
    return List.copyOf(written);
  }

  /** Lets go of the inputs, and of everything written that was not handed over. */
  @Override
  public void close() throws IOException {
    try {
      closeRange();
    } finally {
      inputs.forEach(Segment::release);
      history.release();
      if (!handedOver) {
        ledger.discard(begun);
      }
    }
  }
}
