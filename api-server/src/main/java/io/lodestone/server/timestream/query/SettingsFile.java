package io.lodestone.server.timestream.query;

import java.io.IOException;
import java.util.Optional;

/** Where the account's settings are kept. Used by one thread at a time. */
public interface SettingsFile {
  /** The text written last; empty when none ever was. */
  Optional<String> read() throws IOException;

  /** Puts a text in the place of the one before; durable on return, whole or not at all. */
  void write(String text) throws IOException;
}
