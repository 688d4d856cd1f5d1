package io.lodestone.engine.feed;

import io.lodestone.engine.crypt.DatabaseKeys;
import io.lodestone.engine.crypt.Place;
import io.lodestone.storage.AppendFile;
import io.lodestone.storage.Directory;
import io.lodestone.storage.FileFooter;
import io.lodestone.storage.FileHeader;
import io.lodestone.storage.bytes.ByteWriter;
import io.lodestone.storage.bytes.Checksum;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes a feed file: blocks one after the other, then where each lies and what it holds. Used
 * once; durable, but for its name, when {@link #finish} returns.
 */
final class FeedFileWriter implements AutoCloseable {
  private final AppendFile file;
  private final long number;
  private final DatabaseKeys keys;
  private final ByteWriter out = ByteWriter.create(1 << 16);
  private final ByteWriter sealed = ByteWriter.create(16);
  private final ChangeBlockCodec codec = new ChangeBlockCodec();
  private final List<FeedFile.BlockEntry> blocks = new ArrayList<>();
  private long firstTick = Long.MAX_VALUE;
  private long lastTick;
  private long lastSequence;

  FeedFileWriter(Directory directory, long number, DatabaseKeys keys) throws IOException {
    this.keys = keys;
    this.number = number;
    this.file = directory.create(FeedFileEntry.name(number));
    ByteBuffer header = ByteBuffer.allocate(FileHeader.BYTES);
    new FileHeader(FeedFile.KIND, FeedFile.FORMAT_VERSION, number).writeTo(header);
    file.append(header.flip());
  }

  /** Adds changes of one shard, which stand after those added for it before. */
  void add(FeedStream stream, int shard, ChangeBlock block) throws IOException {
    out.clear();
    codec.write(out, block, stream.tableId());
    ByteBuffer bytes = sealed(stream.tableId());
    blocks.add(
        new FeedFile.BlockEntry(
            stream.id(),
            shard,
            file.size(),
            bytes.remaining(),
            Checksum.of(bytes),
            block.firstSequence(),
            block.lastSequence()));
    firstTick = Math.min(firstTick, block.ticks()[0]);
    lastTick = Math.max(lastTick, block.lastTick());
    lastSequence = Math.max(lastSequence, block.lastSequence());
    file.append(bytes);
  }

  /** What was written to {@link #out}, sealed when the table's database is encrypted. */
  private ByteBuffer sealed(long tableId) {
    ByteBuffer plain = out.buffer();
    long database = keys.encryptedDatabase(tableId);
    if (database == DatabaseKeys.NONE) {
      return plain;
    }
    sealed.clear();
    sealed.writeVarInt(ChangeBlockCodec.SEALED);
    sealed.writeVarLong(database);
    keys.seal(
        database,
        Place.feedBlock(number, file.size()),
        plain.array(),
        0,
        plain.remaining(),
        sealed);
    return sealed.buffer();
  }

  FeedFileEntry finish() throws IOException {
    out.clear();
    FeedFile.writeContents(out, blocks);
    ByteBuffer contents = out.buffer();
    long offset = file.size();
    int length = contents.remaining();
    FileFooter footer =
        new FileFooter(
            FeedFile.KIND,
            number,
            offset,
            length,
            Checksum.of(contents),
            offset + length + FileFooter.BYTES);
    file.append(contents);
    ByteBuffer end = ByteBuffer.allocate(FileFooter.BYTES);
    footer.writeTo(end);
    file.append(end.flip());
    file.sync();
    return new FeedFileEntry(
        number, file.size(), footer.checksum(), firstTick, lastTick, lastSequence, shares());
  }

  private List<FeedFileEntry.Share> shares() {
    Map<Long, Long> bytes = new TreeMap<>();
    blocks.forEach(block -> bytes.merge(block.stream(), (long) block.bytes(), Long::sum));
    return bytes.entrySet().stream()
        .map(share -> new FeedFileEntry.Share(share.getKey(), share.getValue()))
        .toList();
  }

  /** What was added for each shard of a stream, in bytes, by shard number. */
  Map<Integer, Long> bytesByShard(long stream) {
    Map<Integer, Long> bytes = new HashMap<>();
    for (FeedFile.BlockEntry block : blocks) {
      if (block.stream() == stream) {
        bytes.merge(block.shard(), (long) block.bytes(), Long::sum);
      }
    }
    return bytes;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
