package io.lodestone.engine.manifest;

import io.lodestone.engine.catalog.Catalog;
import io.lodestone.engine.manifest.ManifestEdit.Checkpoint;
import io.lodestone.segments.SegmentId;
import io.lodestone.segments.SegmentMetadata;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What is on disk: the sum of all edits. Immutable. */
public final class Manifest {
  /** Nothing. */
  public static final Manifest EMPTY = new Manifest(new TreeMap<>(), Set.of(), Checkpoint.NONE, 1);

  private final SortedMap<SegmentId, SegmentMetadata> segments;
  private final Set<SegmentId> leaving;
  private final Checkpoint checkpoint;
  private final long nextSegment;

  private Manifest(
      SortedMap<SegmentId, SegmentMetadata> segments,
      Set<SegmentId> leaving,
      Checkpoint checkpoint,
      long nextSegment) {
    this.segments = segments;
    this.leaving = leaving;
    this.checkpoint = checkpoint;
    this.nextSegment = nextSegment;
  }

  /** A manifest from its parts, as the first record of a manifest file holds them. */
  static Manifest of(
      List<SegmentMetadata> segments,
      List<SegmentId> leaving,
      Checkpoint checkpoint,
      long nextSegment) {
    TreeMap<SegmentId, SegmentMetadata> byId = new TreeMap<>();
    segments.forEach(segment -> byId.put(segment.id(), segment));
    return new Manifest(byId, Set.copyOf(leaving), checkpoint, nextSegment);
  }

  /** All segments in ascending order of their numbers. */
  public List<SegmentMetadata> segments() {
    return List.copyOf(segments.values());
  }

  public boolean holds(SegmentId id) {
    return segments.containsKey(id);
  }

  /**
   * Segments that an edit has removed and whose objects may still be there, because somebody reads
   * them or a crash came first. Nobody needs them.
   */
  public Set<SegmentId> leaving() {
    return leaving;
  }

  /** The manifest after a segment that was leaving is gone. */
  Manifest forget(SegmentId id) {
    Set<SegmentId> rest = new HashSet<>(leaving);
    return rest.remove(id) ? new Manifest(segments, rest, checkpoint, nextSegment) : this;
  }

  /** With the catalog of the checkpoint known better than by its bytes. */
  Manifest withCatalog(Catalog catalog) {
    Checkpoint better = new Checkpoint(checkpoint.frame(), catalog, checkpoint.clockMillis());
    return new Manifest(segments, leaving, better, nextSegment);
  }

  public Checkpoint checkpoint() {
    return checkpoint;
  }

  /** A number no segment ever had, as far as this manifest knows. */
  public long nextSegment() {
    return nextSegment;
  }

  /**
   * The manifest after an edit.
   *
   * @throws IllegalArgumentException when the edit adds what is there or removes what is not
   */
  public Manifest apply(ManifestEdit edit) {
    TreeMap<SegmentId, SegmentMetadata> changed = new TreeMap<>(segments);
    long next = nextSegment;
    for (SegmentMetadata segment : edit.added()) {
      if (changed.put(segment.id(), segment) != null) {
        throw new IllegalArgumentException(
            "segment " + segment.id() + " is already in the manifest");
      }
      next = Math.max(next, segment.id().value() + 1);
    }
    Set<SegmentId> left = new HashSet<>(leaving);
    left.addAll(edit.removed());
    for (SegmentId id : edit.removed()) {
      if (changed.remove(id) == null) {
        throw new IllegalArgumentException("segment " + id + " is not in the manifest");
      }
    }
    return new Manifest(changed, left, edit.checkpoint().orElse(checkpoint), next);
  }
}
