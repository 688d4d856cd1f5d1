package io.lodestone.engine.feed;

import io.lodestone.engine.catalog.StreamView;
import io.lodestone.model.InvalidRequestException;
import io.lodestone.model.TableRef;
import io.lodestone.model.TimeRange;
import io.lodestone.storage.bytes.ByteReader;
import io.lodestone.storage.bytes.ByteWriter;
import io.lodestone.storage.bytes.MalformedBytesException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The bytes of a {@link FeedState}; see {@code docs/formats/feed.md}. */
final class FeedStateCodec {
  private static final int STREAM_BYTES_MIN = 12;
  private static final int SHARD_BYTES_MIN = 7;
  private static final int EXPIRY_BYTES_MIN = 4;
  private static final int FILE_BYTES_MIN = 10;

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
      out.writeByte(stream.tellsExpiry() ? 1 : 0);
      out.writeVarInt(stream.shards().size());
      for (FeedShard shard : stream.shards()) {
        out.writeVarInt(shard.number());
        out.writeVarInt(shard.slot());
        out.writeVarInt(shard.parent());
        out.writeVarLong(shard.first());
        out.writeVarLong(shard.end());
        out.writeVarLong(shard.openedTick());
        out.writeVarLong(shard.bytes());
      }
      out.writeVarInt(stream.expiries().size());
      for (FeedExpiry expiry : stream.expiries()) {
        out.writeVarLong(expiry.sequence());
        out.writeVarLong(expiry.window().startInclusiveNanos());
        out.writeVarLong(expiry.window().endExclusiveNanos());
        out.writeVarLong(expiry.tick());
      }
    }
    out.writeVarInt(state.files().size());
    for (FeedFileEntry file : state.files()) {
      out.writeVarLong(file.number());
      out.writeVarLong(file.bytes());
      out.writeInt(file.checksum());
      out.writeVarLong(file.firstTick());
      out.writeVarLong(file.lastTick());
      out.writeVarLong(file.lastSequence());
      out.writeVarInt(file.shares().size());
      for (FeedFileEntry.Share share : file.shares()) {
        out.writeVarLong(share.stream());
        out.writeVarLong(share.bytes());
      }
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
        files.add(readFile(in));
      }
      in.requireEnd();
      return new FeedState(frame, nextStream, nextFile, streams, files);
    } catch (InvalidRequestException | IllegalArgumentException e) {
      throw in.malformed("a stream", e.getMessage());
    }
  }

  private static FeedFileEntry readFile(ByteReader in) throws MalformedBytesException {
    long number = in.readVarLong();
    long bytes = in.readVarLong();
    int checksum = in.readInt();
    long firstTick = in.readVarLong();
    long lastTick = in.readVarLong();
    long lastSequence = in.readVarLong();
    int shareCount = in.readCount(2);
    List<FeedFileEntry.Share> shares = new ArrayList<>();
    for (int i = 0; i < shareCount; i++) {
      shares.add(new FeedFileEntry.Share(in.readVarLong(), in.readVarLong()));
    }
    return new FeedFileEntry(number, bytes, checksum, firstTick, lastTick, lastSequence, shares);
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
    boolean tellsExpiry = in.readByte() != 0;
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
              in.readVarLong(),
              in.readVarLong()));
    }
    int expiryCount = in.readCount(EXPIRY_BYTES_MIN);
    List<FeedExpiry> expiries = new ArrayList<>();
    for (int i = 0; i < expiryCount; i++) {
      expiries.add(
          new FeedExpiry(
              in.readVarLong(),
              new TimeRange(in.readVarLong(), in.readVarLong()),
              in.readVarLong()));
    }
    return new FeedStream(
        id, tableId, table, view, slots, since, endedTick, trimmed, tellsExpiry, shards, expiries);
  }
}
