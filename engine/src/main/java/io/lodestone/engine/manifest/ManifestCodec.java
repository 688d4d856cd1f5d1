package io.lodestone.engine.manifest;

import io.lodestone.engine.catalog.Catalog;
import io.lodestone.engine.crypt.DatabaseKeys;
import io.lodestone.engine.journal.CatalogChangesCodec;
import io.lodestone.engine.manifest.ManifestEdit.Checkpoint;
import io.lodestone.segments.SegmentId;
import io.lodestone.segments.SegmentMetadata;
import io.lodestone.segments.SegmentRole;
import io.lodestone.storage.CorruptFileException;
import io.lodestone.storage.bytes.ByteReader;
import io.lodestone.storage.bytes.ByteWriter;
import io.lodestone.storage.bytes.MalformedBytesException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The bytes of an edit, see {@code docs/formats/manifest.md}. One owner. */
final class ManifestCodec {
  private static final int CURRENT = 0;
  private static final int HISTORY = 1;

  private final DatabaseKeys keys;
  private final ByteWriter out = ByteWriter.create(4096);
  private final ByteReader in = ByteReader.create();

  ManifestCodec(DatabaseKeys keys) {
    this.keys = keys;
  }

  /**
   * An edit as the payload of a frame: this codec's own memory, valid until the next call.
   *
   * @param before the catalog as the edits before leave it
   * @param following how many further frames belong to the same change
   */
  ByteBuffer encode(ManifestEdit edit, Catalog before, long nextSegment, int following) {
    out.clear();
    out.writeVarInt(following);
    out.writeVarLong(nextSegment);
    out.writeVarInt(edit.added().size());
    edit.added().forEach(this::writeSegment);
    out.writeVarInt(edit.removed().size());
    edit.removed().forEach(id -> out.writeVarLong(id.value()));
    out.writeByte(edit.checkpoint().isPresent() ? 1 : 0);
    edit.checkpoint()
        .ifPresent(
            checkpoint -> {
              out.writeVarLong(checkpoint.frame());
              out.writeVarLong(checkpoint.clockMillis());
              CatalogChangesCodec.write(out, before, checkpoint.catalog(), keys);
            });
    return out.buffer();
  }

  /** What an edit's frame holds. */
  record Decoded(ManifestEdit edit, long nextSegment, int following) {}

  /**
   * Reads the payload of a frame.
   *
   * @param before the catalog as the edits before leave it
   * @throws CorruptFileException when it is not an edit
   */
  Decoded decode(String file, long frame, ByteBuffer payload, Catalog before)
      throws CorruptFileException {
    in.reset(payload);
    try {
      int following = in.readVarInt();
      long nextSegment = in.readVarLong();
      int addedCount = in.readCount(8);
      List<SegmentMetadata> added = new ArrayList<>(addedCount);
      for (int i = 0; i < addedCount; i++) {
        added.add(readSegment());
      }
      int removedCount = in.readCount(1);
      List<SegmentId> removed = new ArrayList<>(removedCount);
      for (int i = 0; i < removedCount; i++) {
        removed.add(segmentId());
      }
      Optional<Checkpoint> checkpoint = Optional.empty();
      if (in.readByte() != 0) {
        long checkpointFrame = in.readVarLong();
        long clockMillis = in.readVarLong();
        Catalog catalog = CatalogChangesCodec.read(in, before, keys);
        checkpoint = Optional.of(new Checkpoint(checkpointFrame, catalog, clockMillis));
      }
      in.requireEnd();
      return new Decoded(new ManifestEdit(added, removed, checkpoint), nextSegment, following);
    } catch (MalformedBytesException e) {
      throw new CorruptFileException(
          file + " frame " + frame, e.position(), e.expected(), e.found());
    }
  }

  private void writeSegment(SegmentMetadata segment) {
    out.writeVarLong(segment.id().value());
    out.writeVarLong(segment.tableId());
    out.writeVarLong(segment.points());
    out.writeVarLong(segment.seriesCount());
    out.writeVarLong(segment.minTimeNanos());
    out.writeVarLong(segment.maxTimeNanos());
    out.writeVarLong(segment.sizeBytes());
    out.writeInt(segment.footerChecksum());
    switch (segment.role()) {
      case SegmentRole.Current() -> out.writeByte(CURRENT);
      case SegmentRole.History(long newestTick) -> {
        out.writeByte(HISTORY);
        out.writeVarLong(newestTick);
      }
    }
  }

  private SegmentMetadata readSegment() throws MalformedBytesException {
    SegmentId id = segmentId();
    try {
      return new SegmentMetadata(
          id,
          in.readVarLong(),
          in.readVarLong(),
          in.readVarLong(),
          in.readVarLong(),
          in.readVarLong(),
          in.readVarLong(),
          in.readInt(),
          role());
    } catch (IllegalArgumentException e) {
      throw in.malformed("a segment", e.getMessage());
    }
  }

  private SegmentRole role() throws MalformedBytesException {
    int role = in.readUnsignedByte();
    return switch (role) {
      case CURRENT -> SegmentRole.CURRENT;
      case HISTORY -> new SegmentRole.History(in.readVarLong());
      default -> throw in.malformed("the role of a segment", Integer.toString(role));
    };
  }

  private SegmentId segmentId() throws MalformedBytesException {
    long id = in.readVarLong();
    if (id < 1) {
      throw in.malformed("the number of a segment", Long.toString(id));
    }
    return new SegmentId(id);
  }
}
