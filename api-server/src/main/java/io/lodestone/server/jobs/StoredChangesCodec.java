package io.lodestone.server.jobs;

import io.lodestone.storage.bytes.ByteReader;
import io.lodestone.storage.bytes.ByteWriter;
import io.lodestone.storage.bytes.MalformedBytesException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The payload of a frame of the job store; see {@code docs/formats/jobs.md}. Codes are frozen. One
 * thread.
 */
final class StoredChangesCodec {
  private static final int PUT = 1;
  private static final int REMOVE = 2;

  /** A change of an empty kind and id with an empty state. */
  private static final int CHANGE_BYTES_MIN = 3;

  /**
   * What a frame holds.
   *
   * @param following frames that belong to the same change of the store
   */
  record Payload(int following, List<StoredChange> changes) {}

  private final ByteWriter writer = ByteWriter.create(1 << 12);
  private final ByteReader reader = ByteReader.create();

  /** The bytes are valid until the next call. */
  ByteBuffer encode(Payload payload) {
    writer.clear();
    writer.writeVarInt(payload.following());
    writer.writeVarInt(payload.changes().size());
    for (StoredChange change : payload.changes()) {
      writer.writeByte(change.state().isPresent() ? PUT : REMOVE);
      writer.writeUtf8(change.kind());
      writer.writeUtf8(change.id());
      if (change.state().isPresent()) {
        byte[] state = change.state().get();
        writer.writeVarInt(state.length);
        writer.writeBytes(state, 0, state.length);
      }
    }
    return writer.buffer();
  }

  Payload decode(ByteBuffer bytes) throws MalformedBytesException {
    reader.reset(bytes);
    int following = reader.readVarInt();
    if (following < 0) {
      throw reader.malformed("a number of frames", Integer.toString(following));
    }
    int count = reader.readCount(CHANGE_BYTES_MIN);
    List<StoredChange> changes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int code = reader.readUnsignedByte();
      String kind = reader.readUtf8();
      String id = reader.readUtf8();
      changes.add(
          switch (code) {
            case PUT -> StoredChange.put(kind, id, reader.readBytes(reader.readCount(1)));
            case REMOVE -> StoredChange.remove(kind, id);
            default -> throw reader.malformed("a change of a known code", Integer.toString(code));
          });
    }
    reader.requireEnd();
    return new Payload(following, changes);
  }
}
