package io.lodestone.model;

/**
 * What is asked for is encrypted and its key is not there. Nothing is lost; it can be asked for
 * again when the key is back and the engine was opened anew.
 */
public final class LockedException extends LodestoneException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message names the database and the key
   */
  public LockedException(String message) {
    super(message, null);
  }
}
