package io.lodestone.storage;

import java.io.IOException;

/** A file was written by a newer release than this one. Nothing is wrong with the file. */
public final class FormatVersionException extends IOException {
  private static final long serialVersionUID = 1L;

  public FormatVersionException(String file, int found, int newestKnown) {
    super(
        file
            + " has format version "
            + found
            + ", this release reads up to "
            + newestKnown
            + "; use the release that wrote it, or a newer one");
  }
}
