package io.lodestone.segments;

import io.lodestone.model.CorruptionException;
import io.lodestone.model.KeyOrder;
import io.lodestone.model.ResourceException;
import io.lodestone.scan.Column;
import io.lodestone.segments.encoding.MalformedVectorException;
import io.lodestone.segments.index.BlockDirectory;
import io.lodestone.segments.index.Postings;
import io.lodestone.segments.index.RunIndex;
import io.lodestone.segments.index.SeriesDictionary;
import io.lodestone.segments.index.SeriesFilter;
import io.lodestone.segments.layout.Section;
import io.lodestone.segments.layout.SectionKind;
import io.lodestone.segments.layout.SegmentLayout;
import io.lodestone.segments.seal.SealedPieces;
import io.lodestone.segments.seal.SegmentSeal;
import io.lodestone.storage.CorruptFileException;
import io.lodestone.storage.FileFooter;
import io.lodestone.storage.FileHeader;
import io.lodestone.storage.FormatVersionException;
import io.lodestone.storage.bytes.Checksum;
import io.lodestone.storage.crypt.DataKey;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The bytes of an open segment and what was verified of them so far: header, footer and contents at
 * opening, each section at its first use. Safe for several threads; a section that two threads need
 * first at the same time is verified twice.
 */
final class SegmentFile {
  private final SegmentRegion region;

  /** Its order is opened when it is first asked for. */
  private volatile SegmentLayout layout;

  private final SegmentMetadata metadata;
  private final SegmentKeys keys;

  /** Sections that had to be opened; null while there is none. Guarded by this. */
  private Arena opened;

  /** Whether the order in {@link #layout} is the one of the series. */
  private volatile boolean orderKnown;

  /** The first of all that open pieces; null until one is asked for. */
  private volatile SealedPieces pieces;

  private volatile RunIndex runs;
  private volatile SeriesDictionary dictionary;
  private volatile Postings postings;
  private volatile BlockDirectory directory;
  private volatile SeriesFilter filter;
  private volatile SoftReference<KeptLastPoints> keptLastPoints = new SoftReference<>(null);

  private SegmentFile(
      SegmentRegion region, SegmentLayout layout, SegmentMetadata metadata, SegmentKeys keys) {
    this.region = region;
    this.layout = layout;
    this.metadata = metadata;
    this.keys = keys;
  }

  /**
   * Opens and verifies.
   *
   * @throws CorruptionException when the object is not the segment that the metadata speaks of, is
   *     missing, or is of a newer format
   * @throws ResourceException when it cannot be read now
   */
  static SegmentFile open(SegmentStore store, SegmentMetadata metadata, SegmentKeys keys) {
    SegmentFile file = open(store, metadata.id(), keys);
    if (!file.metadata().equals(metadata.withRole(SegmentRole.CURRENT))) {
      file.close();
      throw corrupt(
          new CorruptFileException(
              file.name(),
              file.memory().byteSize() - FileFooter.BYTES,
              metadata.toString(),
              file.metadata().toString()));
    }
    return file;
  }

  /** Opens and verifies an object of which nothing is remembered but its id. */
  static SegmentFile open(SegmentStore store, SegmentId id, SegmentKeys keys) {
    SegmentRegion region;
    try {
      region = store.open(id);
    } catch (NoSuchFileException e) {
      throw new CorruptionException("segment " + id + " is missing: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new ResourceException("segment " + id + " cannot be opened: " + e.getMessage(), e);
    }
    try {
      return verify(region, id, keys);
    } catch (CorruptFileException | FormatVersionException e) {
      region.close();
      throw new CorruptionException(e.getMessage(), e);
    } catch (IOException e) {
      region.close();
      throw new ResourceException("segment " + id + " cannot be read: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      // A footer with a right checksum whose numbers cannot be.
      region.close();
      throw new CorruptionException("corrupt file " + region.name() + ": " + e.getMessage(), e);
    }
  }

  private static SegmentFile verify(SegmentRegion region, SegmentId id, SegmentKeys keys)
      throws IOException {
    MemorySegment memory = region.memory();
    String name = region.name();
    FileHeader header = FileHeader.parse(memory, name, SegmentLayout.KIND, SegmentLayout.VERSION);
    require(header.fileId() == id.value(), name, 16, "file id " + id, header.fileId());
    FileFooter footer = FileFooter.parse(memory, name, header);
    MemorySegment contents = memory.asSlice(footer.contentsOffset(), footer.contentsBytes());
    require(
        Checksum.of(contents) == footer.contentsChecksum(),
        name,
        footer.contentsOffset(),
        "contents of checksum " + Checksum.text(footer.contentsChecksum()),
        Checksum.text(Checksum.of(contents)));
    SegmentLayout layout =
        SegmentLayout.parse(
            name,
            footer.contentsOffset(),
            ByteBuffer.wrap(contents.toArray(ValueLayout.JAVA_BYTE)));
    return new SegmentFile(region, layout, metadataOf(id, layout, footer), keys);
  }

  private static SegmentMetadata metadataOf(SegmentId id, SegmentLayout layout, FileFooter footer) {
    return new SegmentMetadata(
        id,
        layout.tableId(),
        layout.points(),
        layout.seriesCount(),
        layout.minTimeNanos(),
        layout.maxTimeNanos(),
        footer.fileBytes(),
        footer.checksum());
  }

  private static void require(
      boolean holds, String file, long offset, String expected, Object found)
      throws CorruptFileException {
    if (!holds) {
      throw new CorruptFileException(file, offset, expected, String.valueOf(found));
    }
  }

  String name() {
    return region.name();
  }

  long fileId() {
    return metadata.id().value();
  }

  /** What the manifest has to remember of it. */
  SegmentMetadata metadata() {
    return metadata;
  }

  MemorySegment memory() {
    return region.memory();
  }

  SegmentLayout layout() {
    SegmentLayout known = layout;
    if (known.seal().isPresent() && !orderKnown) {
      try {
        byte[] name =
            pieces()
                .orElseThrow()
                .openOrder(known.sealedOrder(), name(), memory().byteSize() - FileFooter.BYTES);
        known = known.withKeyOrder(KeyOrder.ofEscaped(name));
      } catch (CorruptFileException e) {
        throw corrupt(e);
      }
      layout = known;
      orderKnown = true;
    }
    return known;
  }

  RunIndex runs() {
    RunIndex known = runs;
    if (known == null) {
      known =
          section(
              SectionKind.RUNS,
              bytes -> new RunIndex(bytes, (int) layout.seriesCount(), layout.points()));
      runs = known;
    }
    return known;
  }

  SeriesDictionary dictionary() {
    SeriesDictionary known = dictionary;
    if (known == null) {
      known =
          section(
              SectionKind.DICTIONARY,
              bytes ->
                  new SeriesDictionary(bytes, (int) layout.seriesCount(), layout().keyOrder()));
      dictionary = known;
    }
    return known;
  }

  Postings postings() {
    Postings known = postings;
    if (known == null) {
      SeriesDictionary series = dictionary();
      known = section(SectionKind.POSTINGS, bytes -> new Postings(bytes, series));
      postings = known;
    }
    return known;
  }

  /**
   * The youngest point of each series, read at the first time and kept while memory allows.
   *
   * @return empty when they cannot all be read
   */
  Optional<KeptLastPoints> keptLastPoints(List<Column> columns) {
    KeptLastPoints known = keptLastPoints.get();
    if (known != null && known.placesOf(columns).isPresent()) {
      return Optional.of(known);
    }
    // The lock only keeps two readers from doing the same work.
    synchronized (this) {
      known = keptLastPoints.get();
      if (known != null && known.placesOf(columns).isPresent()) {
        return Optional.of(known);
      }
      Optional<KeptLastPoints> read = KeptLastPoints.read(this, columns);
      read.ifPresent(kept -> keptLastPoints = new SoftReference<>(kept));
      return read;
    }
  }

  SeriesFilter filter() {
    SeriesFilter known = filter;
    if (known == null) {
      known = section(SectionKind.FILTER, SeriesFilter::new);
      filter = known;
    }
    return known;
  }

  /** The ordinal of the series with this key, -1 when there is none. */
  int find(byte[] key, int offset, int length) {
    return filter().mayHold(key, offset, length) ? dictionary().find(key, offset, length) : -1;
  }

  BlockDirectory directory() {
    BlockDirectory known = directory;
    if (known == null) {
      known = section(SectionKind.DIRECTORY, bytes -> new BlockDirectory(bytes, layout.points()));
      directory = known;
    }
    return known;
  }

  private <T> T section(SectionKind kind, Function<MemorySegment, T> reader) {
    Section section = layout.sections().get(kind);
    MemorySegment bytes = memory().asSlice(section.offset(), section.length());
    int found = Checksum.of(bytes);
    if (found != section.checksum()) {
      throw corrupt(
          new CorruptFileException(
              name(),
              section.offset(),
              "section " + kind + " of checksum " + Checksum.text(section.checksum()),
              Checksum.text(found)));
    }
    if (layout.seal().isPresent()) {
      bytes = opened(section, bytes);
    }
    try {
      return reader.apply(bytes);
    } catch (MalformedVectorException | IndexOutOfBoundsException e) {
      throw contradiction(section.offset(), e);
    }
  }

  /**
   * What opens the pieces, for one owner; empty when the segment is not encrypted.
   *
   * @throws io.lodestone.model.LockedException when its key is not there
   */
  Optional<SealedPieces> pieces() {
    return layout.seal().map(seal -> first(seal).another());
  }

  private SealedPieces first(SegmentSeal seal) {
    SealedPieces known = pieces;
    if (known == null) {
      DataKey key = keys.key(seal);
      if (key.fingerprint() != seal.keyFingerprint()) {
        throw corrupt(
            new CorruptFileException(
                name(),
                memory().byteSize() - FileFooter.BYTES,
                "a segment sealed with " + key,
                "one " + seal));
      }
      known =
          SealedPieces.of(
              key, seal, memory().asSlice(0, FileHeader.BYTES).toArray(ValueLayout.JAVA_BYTE));
      pieces = known;
    }
    return known;
  }

  /** A section's plain bytes, which lie in memory until the file is closed. */
  private MemorySegment opened(Section section, MemorySegment sealed) {
    SealedPieces opening = pieces().orElseThrow();
    try {
      MemorySegment plain =
          arena().allocate(Math.max(0, sealed.byteSize() - SealedPieces.TAG_BYTES));
      opening.openSection(section.kind().id(), sealed, plain, name(), section.offset());
      return plain;
    } catch (CorruptFileException e) {
      throw corrupt(e);
    }
  }

  private synchronized Arena arena() {
    if (opened == null) {
      opened = Arena.ofShared();
    }
    return opened;
  }

  /** Wrong bytes, as callers of the engine see them. */
  static CorruptionException corrupt(CorruptFileException e) {
    return new CorruptionException(e.getMessage(), e);
  }

  /**
   * Bytes that pass their checksum and still cannot be: a writer's mistake, or more than an
   * accident.
   */
  CorruptionException contradiction(long offset, RuntimeException e) {
    CorruptFileException cause =
        new CorruptFileException(
            name(), offset, "an index that agrees with itself", String.valueOf(e.getMessage()));
    cause.addSuppressed(e);
    return corrupt(cause);
  }

  void close() {
    synchronized (this) {
      if (opened != null) {
        opened.close();
        opened = null;
      }
    }
    region.close();
  }
}
