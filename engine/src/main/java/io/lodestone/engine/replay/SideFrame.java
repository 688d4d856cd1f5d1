package io.lodestone.engine.replay;

import io.lodestone.storage.CorruptFileException;
import io.lodestone.storage.bytes.ByteReader;
import io.lodestone.storage.bytes.ByteWriter;
import io.lodestone.storage.bytes.MalformedBytesException;
import java.nio.ByteBuffer;

/**
 * What stands in front of the entries of a frame in the {@link SideLog}.
 *
 * @param number of the frame in the log
 * @param checkpoint the frame up to which everything was in segments when it was put there: of
 *     frames up to it only what they define counts
 */
record SideFrame(long number, long checkpoint) {
  void writeTo(ByteWriter out) {
    out.writeVarLong(number);
    out.writeVarLong(checkpoint);
  }

  /**
   * Reads it; the buffer stands at the entries then.
   *
   * @param shown how messages name the frame
   */
  static SideFrame read(ByteBuffer payload, String shown) throws CorruptFileException {
    ByteReader in = ByteReader.create().reset(payload);
    try {
      SideFrame frame = new SideFrame(in.readVarLong(), in.readVarLong());
      payload.position(payload.position() + in.position());
      return frame;
    } catch (MalformedBytesException e) {
      throw CorruptFileException.of(shown, 0, e);
    }
  }
}
