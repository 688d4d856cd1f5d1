package io.lodestone.server.protocol;

import java.io.ByteArrayOutputStream;

/** Collects an answer and hands its bytes over without a copy. One thread. */
final class AnswerBuffer extends ByteArrayOutputStream {
  private static final int FIRST_BYTES = 512;

  AnswerBuffer() {
    super(FIRST_BYTES);
  }

  /** The array itself; its first {@link #size()} bytes count. Nothing may be written afterwards. */
  byte[] bytes() {
    return buf;
  }
}
