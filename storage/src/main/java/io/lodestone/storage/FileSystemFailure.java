package io.lodestone.storage;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Gives failures of the operating system a name and, where it matters, a type. */
final class FileSystemFailure {
  /** Below this many bytes a write that failed for an unknown reason is put down to a full disk. */
  private static final long FREE_BYTES_MIN = 4096;

  private FileSystemFailure() {}

  /** The same failure with the file in its message, as {@link DiskFullException} if it is one. */
  static IOException named(Path file, IOException failure) {
    if (failure instanceof FileSystemException && !isDiskFull(file, failure)) {
      return failure; // Carries the path already, and a type that callers look at.
    }
    return isDiskFull(file, failure)
        ? new DiskFullException(file.toString(), failure)
        : new IOException(file + ": " + failure.getMessage(), failure);
  }

  /** The JDK passes on no error number, only its text, which may come in the user's language. */
  private static boolean isDiskFull(Path file, IOException failure) {
    String text = String.valueOf(failure.getMessage());
    if (text.contains("No space left") || text.contains("quota exceeded")) {
      return true;
    }
    if (failure.getClass() != IOException.class || text.contains("Input/output error")) {
      return false;
    }
    try {
      return Files.getFileStore(file.getParent()).getUsableSpace() < FREE_BYTES_MIN;
    } catch (IOException unknown) {
      return false;
    }
  }
}
