package io.lodestone.storage.crypt;

/**
 * A sealed piece that does not open: it was sealed with another key, for another place, or has been
 * changed. Which of these, nobody can tell. Whoever reads the file adds where.
 */
public final class BrokenPieceException extends Exception {
  private static final long serialVersionUID = 1L;

  BrokenPieceException() {
    super("sealed with another key, for another place, or changed", null, false, false);
  }
}
