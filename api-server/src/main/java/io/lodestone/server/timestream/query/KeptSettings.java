package io.lodestone.server.timestream.query;

import io.lodestone.server.log.EventLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The account's settings in force, and on disk. Safe for several threads. */
final class KeptSettings {
  private final SettingsFile file;

  private volatile AccountSettings current;

  /**
   * Reads the settings. A text that is none is told, and the settings are those of a new account: a
   * start is worth more than they are.
   */
  KeptSettings(SettingsFile file, EventLog log) {
    this.file = file;
    this.current = read(file, log);
  }

  private static AccountSettings read(SettingsFile file, EventLog log) {
    try {
      Optional<String> text = file.read();
      return text.map(AccountSettings::parse).orElse(AccountSettings.DEFAULT);
    } catch (IOException | IllegalArgumentException e) {
      log.error("the account's settings cannot be read; a new account's are in force", e);
      return AccountSettings.DEFAULT;
    }
  }

  AccountSettings current() {
    return current;
  }

  /**
   * Changes the settings; durable on return.
   *
   * @return the new ones
   * @throws IllegalArgumentException as the change throws it; nothing is changed then
   */
  synchronized AccountSettings change(UnaryOperator<AccountSettings> change) {
    AccountSettings changed = change.apply(current);
    try {
      file.write(changed.toText());
    } catch (IOException e) {
      throw new UncheckedIOException("keeping the account's settings", e);
    }
    current = changed;
    return changed;
  }
}
