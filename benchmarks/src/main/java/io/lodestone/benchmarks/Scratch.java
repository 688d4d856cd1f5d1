package io.lodestone.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A temporary folder, removed on close.
 *
 * @param folder exists and is empty at first
 */
record Scratch(Path folder) implements AutoCloseable {
  static Scratch make() throws IOException {
    return new Scratch(Files.createTempDirectory("lodestone-benchmark"));
  }

  /** Bytes of all files in it. */
  long diskBytes() throws IOException {
    return Folders.diskBytes(folder);
  }

  @Override
  public void close() throws IOException {
    Folders.delete(folder);
  }
}
