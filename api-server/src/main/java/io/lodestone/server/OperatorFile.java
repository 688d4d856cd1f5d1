package io.lodestone.server;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A small text file that the operator names and owns: a configuration, a certificate, a policy. It
 * lies wherever the operator likes, hence not behind {@code storage.Directory}, and is only ever
 * read.
 */
final class OperatorFile {
  /** Far above anything that is read here. */
  private static final long BYTES_MAX = 1 << 20;

  private OperatorFile() {}

  /**
   * The text of a file of UTF-8.
   *
   * @throws IOException when it cannot be read, is not UTF-8, or is larger than a mebibyte; the
   *     message names the file and says which
   */
  static String read(Path file) throws IOException {
    try {
      if (Files.size(file) > BYTES_MAX) {
        throw new IOException(file + " is larger than " + BYTES_MAX + " bytes");
      }
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw new IOException(file + " does not exist", e);
    } catch (AccessDeniedException e) {
      throw new IOException(file + " may not be read", e);
    } catch (CharacterCodingException e) {
      throw new IOException(file + " is not UTF-8", e);
    }
  }
}
