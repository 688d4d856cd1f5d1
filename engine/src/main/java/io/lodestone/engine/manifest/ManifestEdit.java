package io.lodestone.engine.manifest;

import io.lodestone.engine.catalog.Catalog;
import io.lodestone.segments.SegmentId;
import io.lodestone.segments.SegmentMetadata;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One atomic change of what is on disk.
 *
 * @param added segments that exist from now on
 * @param removed segments that nobody needs any more
 * @param checkpoint a new checkpoint, if the change brings one
 */
public record ManifestEdit(
    List<SegmentMetadata> added, List<SegmentId> removed, Optional<Checkpoint> checkpoint) {

  /**
   * The promise that segments hold every change up to a frame, with what else those frames said.
   *
   * @param frame the last frame that no replay needs
   * @param catalog the catalog after that frame
   * @param clockMillis the engine's clock at that moment: it does not go back behind it after a
   *     restart
   */
  public record Checkpoint(long frame, Catalog catalog, long clockMillis) {
    /** Before anything was written. */
    public static final Checkpoint NONE = new Checkpoint(0, Catalog.EMPTY, 0);

    public Checkpoint {
      Objects.requireNonNull(catalog, "catalog");
    }
  }

  public ManifestEdit {
    added = List.copyOf(added);
    removed = List.copyOf(removed);
    Objects.requireNonNull(checkpoint, "checkpoint");
  }

  /** Segments that a flush wrote, and the checkpoint they make possible. */
  public static ManifestEdit flushed(List<SegmentMetadata> added, Checkpoint checkpoint) {
    return new ManifestEdit(added, List.of(), Optional.of(checkpoint));
  }

  /** Segments that belong to no table any more. */
  public static ManifestEdit dropped(List<SegmentId> removed) {
    return new ManifestEdit(List.of(), removed, Optional.empty());
  }
}
