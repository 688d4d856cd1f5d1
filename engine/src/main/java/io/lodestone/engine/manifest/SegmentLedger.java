package io.lodestone.engine.manifest;

import io.lodestone.agent.AgentHandle;
import io.lodestone.agent.AgentHost;
import io.lodestone.engine.manifest.ManifestEdit.Checkpoint;
import io.lodestone.segments.Segment;
import io.lodestone.segments.SegmentId;
import io.lodestone.segments.SegmentKeys;
import io.lodestone.segments.SegmentMetadata;
import io.lodestone.segments.SegmentStore;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps the books of segment objects for all who write and remove them: hands out numbers, makes
 * the edits of the manifest one after the other, and deletes an object when the manifest does not
 * name it and nobody reads it. Safe for several threads; {@link #letGo} and {@link #discard} never
 * wait for the disk.
 *
 * <p>An object's life: a number ({@link #nextId}), written, named by an edit ({@link #flushed},
 * {@link #replace}), opened and given to its table, taken from the table, unnamed by an edit, read
 * by the last snapshot, deleted. A crash at any step leaves an object that no edit names, which the
 * next start removes, one that an edit names, which is in force, or one that an edit has unnamed,
 * which the next start deletes ({@link #removeLeftovers}).
 */
public final class SegmentLedger {
  private final SegmentStore store;
  private final ManifestLog manifest;
  private final SegmentKeys keys;
  private final AtomicLong nextSegment;

  /** Segments that no table has any more, with the references that tables had. */
  private final ConcurrentLinkedQueue<List<Segment>> gone = new ConcurrentLinkedQueue<>();

  /** Objects that no edit ever named. */
  private final ConcurrentLinkedQueue<SegmentId> discarded = new ConcurrentLinkedQueue<>();

  /** Of those that are gone: not taken from the manifest yet. Guarded by this. */
  private final List<Segment> toUnname = new ArrayList<>();

  /** Segments that the manifest does not name and that snapshots may still read. */
  private final List<Segment> leaving = new ArrayList<>();

  /**
   * Segments of an edit whose fate was unknown when it failed; garbage once a later edit has
   * succeeded, because the manifest has been written anew without them then.
   */
  private final List<SegmentId> doubtful = new ArrayList<>();

  /** Objects that no manifest names and nobody reads. */
  private final Deque<SegmentId> garbage = new ArrayDeque<>();

  /** Null until the sweeper has been started; it looks by itself whether there is work. */
  private volatile AgentHandle sweeper;

  /**
   * @param manifest the caller closes it
   * @param nextSegment a number that no segment of this store ever had
   * @param keys of the segments that are encrypted
   */
  public SegmentLedger(
      SegmentStore store, ManifestLog manifest, long nextSegment, SegmentKeys keys) {
    this.keys = keys;
    this.store = store;
    this.manifest = manifest;
    this.nextSegment = new AtomicLong(nextSegment);
  }

  /** Starts the agent that removes what has no table and no reader. */
  public AgentHandle startSweeper(AgentHost agents) {
    sweeper = agents.start(new SegmentSweeper(this));
    return sweeper;
  }

  /**
   * Deletes what edits of earlier processes have removed and what is still there, because a crash
   * came before the last reader was done. Only before the sweeper is started.
   *
   * @param present what the store holds
   */
  public synchronized void removeLeftovers(Set<SegmentId> present) throws IOException {
    for (SegmentId id : manifest.manifest().leaving()) {
      if (present.contains(id)) {
        store.delete(id);
      }
      manifest.forget(id);
    }
  }

  /** What is on disk. */
  public Manifest manifest() {
    return manifest.manifest();
  }

  /** A number that was never used before. */
  public SegmentId nextId() {
    return new SegmentId(nextSegment.getAndIncrement());
  }

  /** Opens a segment that the manifest names; the caller owns the reference. Reads nothing. */
  public Segment open(SegmentMetadata segment) {
    return Segment.open(store, segment, keys);
  }

  /**
   * Names what a flush wrote, and the checkpoint it makes possible; in force on return.
   *
   * @throws IOException when the disk refuses; the manifest is as before, and the objects written
   *     are taken care of
   */
  public synchronized void flushed(List<SegmentMetadata> written, Checkpoint checkpoint)
      throws IOException {
    append(ManifestEdit.flushed(written, checkpoint));
  }

  /**
   * Puts segments in the place of others, all at once; in force on return. Tell the committer next.
   *
   * @return false when one of those to remove has left the manifest meanwhile, because its table
   *     was dropped or somebody else replaced it: the manifest is as before, and the objects
   *     written are taken care of
   * @throws IOException as in {@link #flushed}
   */
  public synchronized boolean replace(List<SegmentId> removed, List<SegmentMetadata> written)
      throws IOException {
    Manifest present = manifest.manifest();
    if (!removed.stream().allMatch(present::holds)) {
      discard(written.stream().map(SegmentMetadata::id).toList());
      return false;
    }
    append(new ManifestEdit(written, removed, Optional.empty()));
    return true;
  }

  /**
   * Takes over segments that no table has any more, with the references to them: the manifest
   * forgets those that it still names, and the objects go when the last reader is done.
   */
  public void letGo(List<Segment> segments) {
    if (!segments.isEmpty()) {
      gone.add(segments);
      wake();
    }
  }

  /** Takes over objects that were begun, perhaps written, and never named by any edit. */
  public void discard(Collection<SegmentId> begun) {
    if (!begun.isEmpty()) {
      discarded.addAll(begun);
      wake();
    }
  }

  /**
   * Ends, when nobody edits any more: deletes what can be, and lets go of the rest, which the next
   * start finds.
   */
  public synchronized void end() throws IOException {
    takeGone();
    toUnname.forEach(Segment::release);
    toUnname.clear();
    deleteGarbage();
  }

  /**
   * Takes from the manifest what no table has, and deletes what nobody reads.
   *
   * @return whether something is left that a later sweep may be able to delete
   */
  synchronized boolean sweep() throws IOException {
    takeGone();
    if (!toUnname.isEmpty()) {
      Manifest present = manifest.manifest();
      List<SegmentId> named =
          toUnname.stream().map(segment -> segment.metadata().id()).filter(present::holds).toList();
      if (!named.isEmpty()) {
        append(ManifestEdit.dropped(named));
      }
      toUnname.forEach(Segment::release);
      leaving.addAll(toUnname);
      toUnname.clear();
    }
    deleteGarbage();
    return !leaving.isEmpty();
  }

  private void append(ManifestEdit edit) throws IOException {
    try {
      manifest.append(edit);
    } catch (IOException e) {
      // The edit may be on disk or not: its segments may go only after the manifest has been
      // written anew without it.
      edit.added().forEach(segment -> doubtful.add(segment.id()));
      throw e;
    }
    discard(doubtful);
    doubtful.clear();
  }

  private void takeGone() {
    for (List<Segment> segments = gone.poll(); segments != null; segments = gone.poll()) {
      toUnname.addAll(segments);
    }
  }

  private void deleteGarbage() throws IOException {
    for (SegmentId id = discarded.poll(); id != null; id = discarded.poll()) {
      garbage.add(id);
    }
    for (Iterator<Segment> segments = leaving.iterator(); segments.hasNext(); ) {
      Segment segment = segments.next();
      if (segment.isReleased()) {
        garbage.add(segment.metadata().id());
        segments.remove();
      }
    }
    while (!garbage.isEmpty()) {
      store.delete(garbage.peekFirst());
      manifest.forget(garbage.removeFirst());
    }
  }

  private void wake() {
    AgentHandle started = sweeper;
    if (started != null) {
      started.wake();
    }
  }
}
