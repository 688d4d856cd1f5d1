package io.lodestone.segments;

import java.io.Closeable;
import java.lang.foreign.MemorySegment;

/**
 * The readable bytes of a segment object: a mapping locally, a cached copy for a remote store.
 * Readable by any thread until closed by whoever opened it.
 */
public interface SegmentRegion extends Closeable {
  /** How messages name the object. */
  String name();

  /** All bytes, from offset 0. */
  MemorySegment memory();

  @Override
  void close();
}
