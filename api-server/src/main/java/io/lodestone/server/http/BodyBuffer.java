package io.lodestone.server.http;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * Collects a body. What a client announces is believed up to a point only: beyond it the buffer
 * grows with what has really arrived. One thread.
 */
final class BodyBuffer {
  /** Room that an announcement alone is worth. */
  private static final int BELIEVED_BYTES = 256 << 10;

  private static final byte[] NO_BYTES = {};

  private final int bytesMax;
  private byte[] bytes;
  private int size;

  /**
   * @param announced length that the client announced, or -1
   * @param bytesMax more than this is refused
   */
  BodyBuffer(long announced, int bytesMax) {
    this.bytesMax = bytesMax;
    this.bytes = announced <= 0 ? NO_BYTES : new byte[(int) Math.min(announced, BELIEVED_BYTES)];
  }

  /** Takes what is readable. False when the body has become too large. */
  boolean append(ByteBuf chunk) {
    int length = chunk.readableBytes();
    if (length > bytesMax - size) {
      return false;
    }
    int needed = size + length;
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(bytesMax, Math.max(needed, 2L * bytes.length)));
    }
    chunk.readBytes(bytes, size, length);
    size = needed;
    return true;
  }

  /** The body; without a copy when as much came as was announced. */
  byte[] toArray() {
    return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
  }
}
