package io.lodestone.engine.feed;

import io.lodestone.engine.catalog.StreamView;
import io.lodestone.model.InvalidRequestException;
import io.lodestone.model.TableRef;
import io.lodestone.storage.bytes.ByteReader;
import io.lodestone.storage.bytes.ByteWriter;
import io.lodestone.storage.bytes.MalformedBytesException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The bytes of a {@link FeedState}; see {@code docs/formats/feed.md}. */
final class FeedStateCodec {
  private static final int STREAM_BYTES_MIN = 10;
  private static final int SHARD_BYTES_MIN = 6;
  private static final int FILE_BYTES_MIN = 8;

  private FeedStateCodec() {}

  static void write(ByteWriter out, FeedState state) {
    out.writeVarLong(state.frame());
    out.writeVarLong(state.nextStream());
    out.writeVarLong(state.nextFile());
    out.writeVarInt(state.streams().size());
    for (FeedStream stream : state.streams()) {
      out.writeVarLong(stream.id());
      out.writeVarLong(stream.tableId());
      out.writeUtf8(stream.table().database().value());
      out.writeUtf8(stream.table().table().value());
      out.writeByte(stream.view().code());
      out.writeVarInt(stream.slots());
      out.writeVarLong(stream.since().toEpochMilli());
      out.writeVarLong(stream.endedTick());
      out.writeVarLong(stream.trimmed());
      out.writeVarInt(stream.shards().size());
      for (FeedShard shard : stream.shards()) {
        out.writeVarInt(shard.number());
        out.writeVarInt(shard.slot());
        out.writeVarInt(shard.parent());
        out.writeVarLong(shard.first());
        out.writeVarLong(shard.end());
        out.writeVarLong(shard.openedTick());
      }
    }
    out.writeVarInt(state.files().size());
    for (FeedFileEntry file : state.files()) {
      out.writeVarLong(file.number());
      out.writeVarLong(file.bytes());
      out.writeInt(file.checksum());
      out.writeVarLong(file.lastTick());
      out.writeVarLong(file.lastSequence());
    }
  }

  static FeedState read(ByteReader in) throws MalformedBytesException {
    try {
      long frame = in.readVarLong();
      long nextStream = in.readVarLong();
      long nextFile = in.readVarLong();
      int streamCount = in.readCount(STREAM_BYTES_MIN);
      List<FeedStream> streams = new ArrayList<>();
      for (int i = 0; i < streamCount; i++) {
        streams.add(readStream(in));
      }
      int fileCount = in.readCount(FILE_BYTES_MIN);
      List<FeedFileEntry> files = new ArrayList<>();
      for (int i = 0; i < fileCount; i++) {
        files.add(
            new FeedFileEntry(
                in.readVarLong(),
                in.readVarLong(),
                in.readInt(),
                in.readVarLong(),
                in.readVarLong()));
      }
      in.requireEnd();
      return new FeedState(frame, nextStream, nextFile, streams, files);
    } catch (InvalidRequestException | IllegalArgumentException e) {
      throw in.malformed("a stream", e.getMessage());
    }
  }

  private static FeedStream readStream(ByteReader in) throws MalformedBytesException {
    long id = in.readVarLong();
    long tableId = in.readVarLong();
    TableRef table = TableRef.of(in.readUtf8(), in.readUtf8());
    StreamView view = StreamView.ofCode(in.readUnsignedByte());
    int slots = in.readVarInt();
    Instant since = Instant.ofEpochMilli(in.readVarLong());
    long endedTick = in.readVarLong();
    long trimmed = in.readVarLong();
    int shardCount = in.readCount(SHARD_BYTES_MIN);
    List<FeedShard> shards = new ArrayList<>();
    for (int i = 0; i < shardCount; i++) {
      shards.add(
          new FeedShard(
              in.readVarInt(),
              in.readVarInt(),
              in.readVarInt(),
              in.readVarLong(),
              in.readVarLong(),
              in.readVarLong()));
    }
    return new FeedStream(id, tableId, table, view, slots, since, endedTick, trimmed, shards);
  }
}
