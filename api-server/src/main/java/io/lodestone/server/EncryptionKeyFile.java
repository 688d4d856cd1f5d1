package io.lodestone.server;

import io.lodestone.server.auth.AccountId;
import io.lodestone.server.seal.BrokenSealException;
import io.lodestone.server.seal.EncryptionKey;
import io.lodestone.server.seal.EncryptionKeyText;
import io.lodestone.server.seal.EncryptionKeys;
import io.lodestone.storage.crypt.DataKey;
import io.lodestone.storage.crypt.DataKeys;
import io.lodestone.storage.crypt.KeyUnavailableException;
import io.lodestone.storage.crypt.NoSuchKeyException;
import io.lodestone.storage.crypt.WrappedKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * The encryption keys on disk: what wraps the data keys of databases. Read anew whenever one is
 * asked for, which is seldom, so that a running server knows a key as soon as it was made. Safe for
 * several threads.
 */
final class EncryptionKeyFile implements DataKeys {
  private final KeyListFile<EncryptionKeys> file;
  private final AccountId account;
  private final RandomGenerator random;

  /**
   * @param account whose ARNs count
   * @param random has to be one that nobody can predict
   */
  EncryptionKeyFile(
      ServerFiles files, MasterKeyFile master, AccountId account, RandomGenerator random) {
    this.account = account;
    this.random = random;
    this.file =
        new KeyListFile<>(
            files,
            ServerFiles.ENCRYPTION_KEYS,
            EncryptionKeyText::write,
            EncryptionKeyText::read,
            master,
            random);
  }

  /**
   * All keys; none when there is no file.
   *
   * @throws StartException when the files are not what they should be
   */
  EncryptionKeys read() throws IOException {
    return file.read().orElse(EncryptionKeys.NONE);
  }

  /**
   * Replaces the keys.
   *
   * @throws StartException when another process is changing keys, or the act refuses
   */
  EncryptionKeys change(UnaryOperator<EncryptionKeys> act) throws IOException {
    return file.change(known -> act.apply(known.orElse(EncryptionKeys.NONE)));
  }

  @Override
  public String encryptionKeyId(String name) throws NoSuchKeyException {
    return find(name).id();
  }

  private EncryptionKey find(String name) throws NoSuchKeyException {
    try {
      return read()
          .find(name, account.digits())
          .orElseThrow(
              () ->
                  new NoSuchKeyException(
                      name.contains(EncryptionKey.ALIAS)
                          ? "Alias " + name + " is not found."
                          : "Key '" + name + "' does not exist"));
    } catch (IOException | StartException e) {
      throw new NoSuchKeyException("The encryption keys cannot be read: " + e.getMessage());
    }
  }

  @Override
  public WrappedKey wrap(DataKey key, String name) throws NoSuchKeyException {
    EncryptionKey by = find(name);
    String wrapped = by.key().seal(HexFormat.of().formatHex(key.bytes()), purpose(by.id()), random);
    return new WrappedKey(by.id(), wrapped.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public DataKey unwrap(WrappedKey wrapped) throws KeyUnavailableException {
    String id = wrapped.encryptionKeyId();
    EncryptionKeys keys;
    try {
      keys = read();
    } catch (IOException | StartException e) {
      throw new KeyUnavailableException(id, e.getMessage(), e);
    }
    EncryptionKey by =
        keys.all().stream()
            .filter(key -> key.id().equals(id))
            .findFirst()
            .orElseThrow(
                () -> new KeyUnavailableException(id, file.path() + " does not have it", null));
    try {
      String text = new String(wrapped.bytes(), StandardCharsets.US_ASCII);
      return DataKey.of(HexFormat.of().parseHex(by.key().open(text, purpose(id))));
    } catch (BrokenSealException | IllegalArgumentException e) {
      throw new KeyUnavailableException(id, "it is not the one that wrapped the data key", e);
    }
  }

  private static String purpose(String id) {
    return "data key under " + id;
  }
}
