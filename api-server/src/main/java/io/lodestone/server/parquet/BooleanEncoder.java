package io.lodestone.server.parquet;

import io.lodestone.sql.type.Vector;
import io.lodestone.sql.type.Vectors;

/** BOOLEAN as bits. */
final class BooleanEncoder extends ValueEncoder {
  private final GrowingBuffer whole = new GrowingBuffer();
  private int pending;
  private int pendingBits;

  @Override
  void add(Vector vector, int index) {
    if (Vectors.booleanAt(vector, index)) {
      pending |= 1 << pendingBits;
    }
    if (++pendingBits == Byte.SIZE) {
      putPending();
    }
  }

  @Override
  int size() {
    return whole.length() + (pendingBits > 0 ? 1 : 0);
  }

  @Override
  Encoding endPage(GrowingBuffer page) {
    if (pendingBits > 0) {
      putPending();
    }
    page.putAll(whole);
    whole.clear();
    return Encoding.PLAIN;
  }

  @Override
  void endChunk() {}

  private void putPending() {
    whole.put(pending);
    pending = 0;
    pendingBits = 0;
  }
}
