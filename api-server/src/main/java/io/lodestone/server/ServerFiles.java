package io.lodestone.server;

import io.lodestone.server.timestream.query.SettingsFile;
import io.lodestone.storage.AppendFile;
import io.lodestone.storage.Directory;
import io.lodestone.storage.DirectoryLock;
import io.lodestone.storage.DirectoryLockedException;
import io.lodestone.storage.ReadFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What the server itself keeps in the data directory, beside the database: the folder {@code
 * server/} with
 *
 * <pre>
 *   access-keys       who may sign; AccessKeyText's form
 *   encryption-keys   what wraps the data keys of databases; EncryptionKeyText's form
 *   master-key        what the secrets in both are sealed with, unless it lies elsewhere
 *   page-secret       what page tokens are made with, 64 hexadecimal digits
 *   account-settings  what queries may use; written when somebody changes it
 *   address           where the running server listens; left behind when the process is killed
 *   lock              held while a server runs, and for a moment by whoever looks whether one does
 *   keys-lock         held while access keys or encryption keys are changed
 * </pre>
 *
 * All files can be read by their owner only. Each is written under another name first: after a
 * crash it is there whole, or not at all.
 */
final class ServerFiles {
  private static final String FOLDER = "server";
  static final String KEYS = "access-keys";
  static final String MASTER_KEY = "master-key";
  static final String ENCRYPTION_KEYS = "encryption-keys";
  private static final String PAGE_SECRET = "page-secret";
  private static final String ACCOUNT_SETTINGS = "account-settings";
  private static final String ADDRESS = "address";
  private static final String LOCK = "lock";
  private static final String KEYS_LOCK = "keys-lock";
  private static final String UNFINISHED = ".new";
  private static final int PAGE_SECRET_BYTES = 32;

  /** Far above anything that is kept here. */
  private static final int FILE_BYTES_MAX = 1 << 20;

  private final Directory folder;
  private final RandomGenerator random;

  /**
   * @param data the data directory
   * @param random has to be one that nobody can predict
   */
  ServerFiles(Directory data, RandomGenerator random) throws IOException {
    this.folder = data.directory(FOLDER);
    this.random = Objects.requireNonNull(random, "random");
    data.sync();
  }

  /**
   * Takes the data directory for this process. With the lock in hand, the page secret may be made.
   *
   * @throws DirectoryLockedException when another server runs on it
   */
  DirectoryLock lock() throws IOException {
    return folder.lock(LOCK);
  }

  /**
   * Takes access keys and encryption keys for a change.
   *
   * @throws DirectoryLockedException when another process changes them
   */
  DirectoryLock lockKeys() throws IOException {
    return folder.lock(KEYS_LOCK);
  }

  /** How messages name a file of this folder. */
  String path(String name) {
    return folder + "/" + name;
  }

  /** The secret of page tokens, made at the first start. The caller holds the lock. */
  byte[] pageSecretOrNew() throws IOException {
    Optional<String> known = read(PAGE_SECRET);
    if (known.isPresent()) {
      try {
        byte[] secret = HexFormat.of().parseHex(known.get().strip());
        if (secret.length == PAGE_SECRET_BYTES) {
          return secret;
        }
      } catch (IllegalArgumentException e) {
        throw new StartException(folder + "/" + PAGE_SECRET + " is not hexadecimal", e);
      }
      throw new StartException(
          folder + "/" + PAGE_SECRET + " does not hold " + PAGE_SECRET_BYTES + " bytes");
    }
    byte[] secret = new byte[PAGE_SECRET_BYTES];
    random.nextBytes(secret);
    write(PAGE_SECRET, HexFormat.of().formatHex(secret) + "\n");
    return secret;
  }

  /** The file of the account's settings. The caller holds the lock. */
  SettingsFile accountSettings() {
    return new SettingsFile() {
      @Override
      public Optional<String> read() throws IOException {
        return ServerFiles.this.read(ACCOUNT_SETTINGS);
      }

      @Override
      public void write(String text) throws IOException {
        ServerFiles.this.write(ACCOUNT_SETTINGS, text);
      }
    };
  }

  /** Tells other processes where this one listens. */
  void publishAddress(String url) throws IOException {
    write(ADDRESS, url + "\n");
  }

  void withdrawAddress() throws IOException {
    folder.delete(ADDRESS);
  }

  /** Where a running server said that it listens. It may have been killed since. */
  Optional<String> address() throws IOException {
    return read(ADDRESS).map(String::strip);
  }

  /** The text of a file, if it is there. */
  Optional<String> read(String name) throws IOException {
    if (!folder.exists(name)) {
      return Optional.empty();
    }
    try (ReadFile file = folder.open(name)) {
      int size = (int) Math.min(file.size(), FILE_BYTES_MAX);
      ByteBuffer bytes = ByteBuffer.allocate(size);
      file.read(0, bytes);
      return Optional.of(new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8));
    }
  }

  /** Puts a text in the place of a file: after a crash the old one is there, or the new one. */
  void write(String name, String text) throws IOException {
    String unfinished = name + UNFINISHED;
    folder.delete(unfinished);
    try (AppendFile file = folder.createPrivate(unfinished)) {
      file.append(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
      file.sync();
    }
    folder.rename(unfinished, name);
    folder.sync();
  }
}
