package io.lodestone.engine;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * Closes everything in order, whatever fails on the way: the first failure is thrown at the end.
 */
final class CloseSequence {
  private CloseSequence() {}

  /**
   * @throws IOException the first failure, if it is one; the later ones are suppressed in it
   * @throws RuntimeException likewise
   */
  static void run(List<Closeable> parts) throws IOException {
    Exception first = null;
    for (Closeable part : parts) {
      try {
        part.close();
      } catch (IOException | RuntimeException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    switch (first) {
      case null -> {}
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      default -> throw new AssertionError(first);
    }
  }
}
