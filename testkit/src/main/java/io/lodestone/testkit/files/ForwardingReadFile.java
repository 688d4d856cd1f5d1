package io.lodestone.testkit.files;

import io.lodestone.storage.ReadFile;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/** Passes everything on to another file: a base for files that behave otherwise. */
public class ForwardingReadFile implements ReadFile {
  private final ReadFile file;

  protected ForwardingReadFile(ReadFile file) {
    this.file = file;
  }

  @Override
  public String name() {
    return file.name();
  }

  @Override
  public long size() throws IOException {
    return file.size();
  }

  @Override
  public int read(long position, ByteBuffer into) throws IOException {
    return file.read(position, into);
  }

  @Override
  public MemorySegment map() throws IOException {
    return file.map();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
