package io.lodestone.segments;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A segment object being written, from its start to its end. One thread. */
public interface SegmentSink extends Closeable {
  /** How messages name the object. */
  String name();

  /** Bytes written so far. */
  long size();

  void append(ByteBuffer buffer) throws IOException;

  /** Makes content and name durable; the object exists from now on, whatever crashes. */
  void commit() throws IOException;

  /** Without {@link #commit()}: abandons the object and removes what can be removed. */
  @Override
  void close() throws IOException;
}
