package io.lodestone.engine.feed;

import io.lodestone.engine.crypt.DatabaseKeys;
import io.lodestone.engine.crypt.Place;
import io.lodestone.storage.CorruptFileException;
import io.lodestone.storage.Directory;
import io.lodestone.storage.FileFooter;
import io.lodestone.storage.FileHeader;
import io.lodestone.storage.FileKind;
import io.lodestone.storage.ReadFile;
import io.lodestone.storage.bytes.ByteReader;
import io.lodestone.storage.bytes.ByteWriter;
import io.lodestone.storage.bytes.Checksum;
import io.lodestone.storage.bytes.MalformedBytesException;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Changes on disk: a file of blocks, each of one shard, written once. See {@code
 * docs/formats/feed.md}. Opened for each read, so that a file may go while nobody reads it; what it
 * holds is remembered while there is heap for it: a day may fill many thousand files. Safe for
 * several threads.
 */
final class FeedFile {
  static final FileKind KIND = new FileKind("FEED");
  static final int FORMAT_VERSION = 1;
  private static final int BLOCK_ENTRY_BYTES_MIN = 10;

  /**
   * Where a block lies and what it holds.
   *
   * @param stream the number of its stream
   * @param shard the number of its shard
   */
  record BlockEntry(
      long stream,
      int shard,
      long offset,
      int bytes,
      int checksum,
      long firstSequence,
      long lastSequence) {}

  private final Directory directory;
  private final FeedFileEntry entry;
  private final DatabaseKeys keys;

  private volatile SoftReference<List<BlockEntry>> blocks = new SoftReference<>(null);

  FeedFile(Directory directory, FeedFileEntry entry, DatabaseKeys keys) {
    this.directory = directory;
    this.entry = entry;
    this.keys = keys;
  }

  FeedFileEntry entry() {
    return entry;
  }

  /**
   * What it holds, in the order in which it lies there.
   *
   * @throws CorruptFileException when the file is not the one that was written
   */
  List<BlockEntry> blocks() throws IOException {
    List<BlockEntry> known = blocks.get();
    if (known == null) {
      known = readContents();
      blocks = new SoftReference<>(known);
    }
    return known;
  }

  /**
   * Reads a block.
   *
   * @throws io.lodestone.model.LockedException when it is sealed and its key is not there
   * @throws CorruptFileException when it is not what was written
   */
  ChangeBlock read(BlockEntry block) throws IOException {
    byte[] bytes = new byte[block.bytes()];
    try (ReadFile open = directory.open(entry.name())) {
      open.read(block.offset(), ByteBuffer.wrap(bytes));
    }
    requireChecksum(block.checksum(), bytes, block.offset());
    return ChangeBlockCodec.read(opened(bytes, block.offset()), shown(), block.offset());
  }

  private byte[] opened(byte[] bytes, long offset) throws CorruptFileException {
    if (bytes.length == 0 || bytes[0] != ChangeBlockCodec.SEALED) {
      return bytes;
    }
    ByteReader in = ByteReader.create().reset(bytes, 1, bytes.length - 1);
    try {
      return keys.open(in.readVarLong(), Place.feedBlock(entry.number(), offset), in);
    } catch (MalformedBytesException e) {
      throw new CorruptFileException(shown(), offset + 1 + e.position(), e.expected(), e.found());
    }
  }

  private List<BlockEntry> readContents() throws IOException {
    try (ReadFile open = directory.open(entry.name())) {
      FileHeader header = FileHeader.read(open, shown(), KIND, FORMAT_VERSION);
      FileFooter footer = FileFooter.read(open, shown(), header);
      if (footer.checksum() != entry.checksum()) {
        throw new CorruptFileException(
            shown(),
            entry.bytes() - FileFooter.BYTES,
            "the footer of checksum " + Checksum.text(entry.checksum()),
            Checksum.text(footer.checksum()));
      }
      byte[] bytes = new byte[footer.contentsBytes()];
      open.read(footer.contentsOffset(), ByteBuffer.wrap(bytes));
      requireChecksum(footer.contentsChecksum(), bytes, footer.contentsOffset());
      return readContents(bytes, footer.contentsOffset());
    }
  }

  private void requireChecksum(int expected, byte[] bytes, long offset)
      throws CorruptFileException {
    int found = Checksum.of(bytes, 0, bytes.length);
    if (found != expected) {
      throw new CorruptFileException(
          shown(), offset, "bytes of checksum " + Checksum.text(expected), Checksum.text(found));
    }
  }

  static void writeContents(ByteWriter out, List<BlockEntry> blocks) {
    out.writeVarInt(blocks.size());
    for (BlockEntry block : blocks) {
      out.writeVarLong(block.stream());
      out.writeVarInt(block.shard());
      out.writeVarLong(block.offset());
      out.writeVarInt(block.bytes());
      out.writeInt(block.checksum());
      out.writeVarLong(block.firstSequence());
      out.writeVarLong(block.lastSequence());
    }
  }

  private List<BlockEntry> readContents(byte[] bytes, long offset) throws CorruptFileException {
    ByteReader in = ByteReader.create().reset(bytes, 0, bytes.length);
    try {
      int count = in.readCount(BLOCK_ENTRY_BYTES_MIN);
      List<BlockEntry> found = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        BlockEntry block =
            new BlockEntry(
                in.readVarLong(),
                in.readVarInt(),
                in.readVarLong(),
                in.readVarInt(),
                in.readInt(),
                in.readVarLong(),
                in.readVarLong());
        if (block.bytes() < 0
            || block.offset() < FileHeader.BYTES
            || block.offset() > offset - block.bytes()) {
          throw in.malformed(
              "a block inside the file", block.bytes() + " bytes at " + block.offset());
        }
        found.add(block);
      }
      in.requireEnd();
      return List.copyOf(found);
    } catch (MalformedBytesException e) {
      throw new CorruptFileException(shown(), offset + e.position(), e.expected(), e.found());
    }
  }

  private String shown() {
    return "feed/" + entry.name();
  }
}
