package io.lodestone.segments;

import io.lodestone.model.CorruptionException;
import io.lodestone.model.ResourceException;
import io.lodestone.segments.encoding.MalformedVectorException;
import io.lodestone.segments.index.BlockDirectory;
import io.lodestone.segments.index.Postings;
import io.lodestone.segments.index.RunIndex;
import io.lodestone.segments.index.SeriesDictionary;
import io.lodestone.segments.layout.Section;
import io.lodestone.segments.layout.SectionKind;
import io.lodestone.segments.layout.SegmentLayout;
import io.lodestone.storage.CorruptFileException;
import io.lodestone.storage.FileFooter;
import io.lodestone.storage.FileHeader;
import io.lodestone.storage.FormatVersionException;
import io.lodestone.storage.bytes.Checksum;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.function.Function;

/**
 * The bytes of an open segment and what was verified of them so far: header, footer and contents at opening, each section at
 * its first use. Safe for several threads; a section that two threads need first at the same time is verified twice.
 */
final class SegmentFile {
  private final SegmentRegion region;
  private final long fileId;
  private final SegmentLayout layout;
  private volatile RunIndex runs;
  private volatile SeriesDictionary dictionary;
  private volatile Postings postings;
  private volatile BlockDirectory directory;

  private SegmentFile(SegmentRegion region, long fileId, SegmentLayout layout) {
    this.region = region;
    this.fileId = fileId;
    this.layout = layout;
  }

  /**
   * Opens and verifies.
   *
   * @throws CorruptionException when the object is not the segment that the metadata speaks of, is missing, or is of a newer
   *     format
   * @throws ResourceException when it cannot be read now
   */
  static SegmentFile open(SegmentStore store, SegmentMetadata metadata) {
    SegmentRegion region;
    try {
      region = store.open(metadata.id());
    } catch (NoSuchFileException e) {
      throw new CorruptionException("segment " + metadata.id() + " is missing: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new ResourceException("segment " + metadata.id() + " cannot be opened: " + e.getMessage(), e);
    }
    try {
      SegmentFile file =
          new SegmentFile(region, metadata.id().value(), verify(region, metadata));
      return file;
    } catch (CorruptFileException | FormatVersionException e) {
      region.close();
      throw new CorruptionException(e.getMessage(), e);
    } catch (IOException e) {
      region.close();
      throw new ResourceException("segment " + metadata.id() + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static SegmentLayout verify(SegmentRegion region, SegmentMetadata metadata)
      throws IOException {
    MemorySegment memory = region.memory();
    String name = region.name();
    FileHeader header =
        FileHeader.parse(memory, name, SegmentLayout.KIND, SegmentLayout.VERSION);
    require(header.fileId() == metadata.id().value(), name, 16, "file id " + metadata.id(), header.fileId());
    FileFooter footer = FileFooter.parse(memory, name, header);
    long footerStart = memory.byteSize() - FileFooter.BYTES;
    require(
        footer.checksum() == metadata.footerChecksum(),
        name,
        footerStart,
        "footer checksum " + Checksum.text(metadata.footerChecksum()),
        Checksum.text(footer.checksum()));
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
    require(
        layout.tableId() == metadata.tableId()
            && layout.points() == metadata.points()
            && layout.seriesCount() == metadata.seriesCount(),
        name,
        footer.contentsOffset(),
        "contents that fit " + metadata,
        layout);
    return layout;
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
    return fileId;
  }

  MemorySegment memory() {
    return region.memory();
  }

  SegmentLayout layout() {
    return layout;
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
              bytes -> new SeriesDictionary(bytes, (int) layout.seriesCount()));
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
    try {
      return reader.apply(bytes);
    } catch (MalformedVectorException | IndexOutOfBoundsException e) {
      throw contradiction(section.offset(), e);
    }
  }

  /** Wrong bytes, as callers of the engine see them. */
  static CorruptionException corrupt(CorruptFileException e) {
    return new CorruptionException(e.getMessage(), e);
  }

  /** Bytes that pass their checksum and still cannot be: a writer's mistake, or more than an accident. */
  CorruptionException contradiction(long offset, RuntimeException e) {
    CorruptFileException cause =
        new CorruptFileException(
            name(), offset, "an index that agrees with itself", String.valueOf(e.getMessage()));
    cause.addSuppressed(e);
    return corrupt(cause);
  }

  void close() {
    region.close();
  }
}
