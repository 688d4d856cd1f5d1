package io.lodestone.engine.seam;

import io.lodestone.segments.SegmentId;
import io.lodestone.segments.SegmentRegion;
import io.lodestone.segments.SegmentSink;
import io.lodestone.segments.SegmentStore;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;

/** Segments as arrays on the heap. They outlive a process as objects of a remote store do. */
public final class HeapSegmentStore implements SegmentStore {
  private final ConcurrentSkipListMap<SegmentId, byte[]> objects = new ConcurrentSkipListMap<>();
  private final ConcurrentSkipListMap<SegmentId, byte[]> quarantined =
      new ConcurrentSkipListMap<>();

  @Override
  public SegmentSink create(SegmentId id) throws FileAlreadyExistsException {
    if (objects.containsKey(id)) {
      throw new FileAlreadyExistsException(name(id));
    }
    return new ArraySink(id);
  }

  @Override
  public SegmentRegion open(SegmentId id) throws NoSuchFileException {
    return new ArrayRegion(name(id), MemorySegment.ofArray(existing(id)));
  }

  @Override
  public List<SegmentId> list() {
    return List.copyOf(objects.keySet());
  }

  @Override
  public long size(SegmentId id) throws NoSuchFileException {
    return existing(id).length;
  }

  @Override
  public void delete(SegmentId id) {
    objects.remove(id);
  }

  @Override
  public void quarantine(SegmentId id) throws NoSuchFileException {
    quarantined.put(id, existing(id));
    objects.remove(id);
  }

  @Override
  public long lastId() {
    return Math.max(
        objects.isEmpty() ? 0 : objects.lastKey().value(),
        quarantined.isEmpty() ? 0 : quarantined.lastKey().value());
  }

  /** What was not committed is nowhere but in its sink. */
  @Override
  public void deleteUncommitted() {}

  private byte[] existing(SegmentId id) throws NoSuchFileException {
    byte[] bytes = objects.get(id);
    if (bytes == null) {
      throw new NoSuchFileException(name(id));
    }
    return bytes;
  }

  private static String name(SegmentId id) {
    return "heap-segment-" + id;
  }

  private record ArrayRegion(String name, MemorySegment memory) implements SegmentRegion {
    @Override
    public void close() {}
  }

  private final class ArraySink implements SegmentSink {
    private final SegmentId id;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    ArraySink(SegmentId id) {
      this.id = id;
    }

    @Override
    public String name() {
      return HeapSegmentStore.name(id);
    }

    @Override
    public long size() {
      return bytes.size();
    }

    @Override
    public void append(ByteBuffer buffer) {
      byte[] copy = new byte[buffer.remaining()];
      buffer.get(copy);
      bytes.writeBytes(copy);
    }

    @Override
    public void commit() {
      objects.put(id, bytes.toByteArray());
    }

    @Override
    public void close() {}
  }
}
