package io.lodestone.segments;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Segments as byte arrays, so that a test can damage them and count who holds them open. */
final class HeapSegmentStore implements SegmentStore {
  private final Map<SegmentId, byte[]> objects = new TreeMap<>();
  private int openRegions;

  byte[] bytes(SegmentId id) {
    return objects.get(id);
  }

  void replace(SegmentId id, byte[] bytes) {
    objects.put(id, bytes);
  }

  int openRegions() {
    return openRegions;
  }

  @Override
  public SegmentSink create(SegmentId id) throws FileAlreadyExistsException {
    if (objects.containsKey(id)) {
      throw new FileAlreadyExistsException("segment " + id);
    }
    return new ArraySink(id);
  }

  @Override
  public SegmentRegion open(SegmentId id) throws NoSuchFileException {
    if (!objects.containsKey(id)) {
      throw new NoSuchFileException("segment-" + id);
    }
    openRegions++;
    return new ArrayRegion("segment-" + id, MemorySegment.ofArray(objects.get(id)));
  }

  @Override
  public List<SegmentId> list() {
    return new ArrayList<>(objects.keySet());
  }

  @Override
  public long size(SegmentId id) {
    return objects.get(id).length;
  }

  @Override
  public void delete(SegmentId id) {
    objects.remove(id);
  }

  @Override
  public void quarantine(SegmentId id) {
    objects.remove(id);
  }

  @Override
  public long lastId() {
    return list().stream().mapToLong(SegmentId::value).max().orElse(0);
  }

  @Override
  public void deleteUncommitted() {}

  private final class ArrayRegion implements SegmentRegion {
    private final String name;
    private final MemorySegment memory;

    ArrayRegion(String name, MemorySegment memory) {
      this.name = name;
      this.memory = memory;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public MemorySegment memory() {
      return memory;
    }

    @Override
    public void close() {
      openRegions--;
    }
  }

  private final class ArraySink implements SegmentSink {
    private final SegmentId id;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    ArraySink(SegmentId id) {
      this.id = id;
    }

    @Override
    public String name() {
      return "segment-" + id;
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
