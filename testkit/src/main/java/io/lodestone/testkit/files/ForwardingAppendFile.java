package io.lodestone.testkit.files;

import io.lodestone.storage.AppendFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Passes everything on to another file: a base for files that behave otherwise. */
public class ForwardingAppendFile implements AppendFile {
  private final AppendFile file;

  protected ForwardingAppendFile(AppendFile file) {
    this.file = file;
  }

  /** The other file. */
  protected final AppendFile file() {
    return file;
  }

  @Override
  public String name() {
    return file.name();
  }

  @Override
  public long size() {
    return file.size();
  }

  @Override
  public void preallocate(long bytes) throws IOException {
    file.preallocate(bytes);
  }

  @Override
  public void append(ByteBuffer buffer) throws IOException {
    file.append(buffer);
  }

  @Override
  public void append(ByteBuffer first, ByteBuffer second) throws IOException {
    file.append(first, second);
  }

  @Override
  public void sync() throws IOException {
    file.sync();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
