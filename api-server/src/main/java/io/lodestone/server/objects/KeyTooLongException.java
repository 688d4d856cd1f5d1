package io.lodestone.server.objects;

import java.io.IOException;

/** An object cannot be stored under its key, because that or a part of it is too long. */
public final class KeyTooLongException extends IOException {
  private static final long serialVersionUID = 1L;

  KeyTooLongException(String message) {
    super(message);
  }
}
