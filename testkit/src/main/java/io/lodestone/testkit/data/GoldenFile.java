package io.lodestone.testkit.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Bytes that some release wrote and that every later one has to read: {@code
 * src/test/resources/golden/<format>/v<N>/…}. Once released they are never changed. A run with
 * {@code -Dlodestone.golden.write=true} writes those that are missing, one with {@code
 * -Dlodestone.golden.rewrite=true} all that it meets.
 */
public final class GoldenFile {
  private static final Path FOLDER = Path.of("src", "test", "resources", "golden");
  private static final String WRITE = "lodestone.golden.write";

  /** For a format that no release has written yet. */
  private static final String REWRITE = "lodestone.golden.rewrite";

  private GoldenFile() {}

  /**
   * The bytes of a golden file.
   *
   * @param name below the folder, for example {@code wal/v1/three-frames.wal}
   */
  public static byte[] read(String name) {
    try {
      return Files.readAllBytes(FOLDER.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException("no golden file " + name + "; -D" + WRITE + "=true", e);
    }
  }

  /**
   * Holds what is written today against what was written then.
   *
   * @throws AssertionError naming the first byte that differs
   */
  public static void assertSame(String name, byte[] written) {
    Path file = FOLDER.resolve(name);
    boolean absent = !Files.exists(file);
    if ((absent && Boolean.getBoolean(WRITE)) || Boolean.getBoolean(REWRITE)) {
      try {
        Files.createDirectories(file.getParent());
        Files.write(file, written);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    byte[] golden = read(name);
    int difference = Arrays.mismatch(golden, written);
    if (difference >= 0) {
      throw new AssertionError(
          name
              + " differs from what is written today at byte "
              + difference
              + " ("
              + golden.length
              + " and "
              + written.length
              + " bytes); a format that changes needs a new version");
    }
  }
}
