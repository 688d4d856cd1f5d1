package io.lodestone.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders of benchmarks. */
final class Folders {
  private Folders() {}

  /** Bytes of all files of a folder and those below it. */
  static long diskBytes(Path folder) throws IOException {
    long bytes = 0;
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path path : walk.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(path);
      }
    }
    return bytes;
  }

  /**
   * Copies a folder with all below into one that exists.
   *
   * @param to may hold the same folders, but none of the files
   */
  static void copy(Path from, Path to) throws IOException {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(from)) {
      paths = walk.toList();
    }
    for (Path path : paths) {
      Path copy = to.resolve(from.relativize(path));
      if (!Files.isDirectory(path)) {
        Files.copy(path, copy);
      } else if (!Files.exists(copy)) {
        Files.createDirectory(copy);
      }
    }
  }

  static void delete(Path folder) throws IOException {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(folder)) {
      paths = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.delete(path);
    }
  }
}
