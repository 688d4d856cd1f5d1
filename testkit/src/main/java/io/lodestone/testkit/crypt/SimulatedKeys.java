package io.lodestone.testkit.crypt;

import io.lodestone.storage.crypt.BrokenPieceException;
import io.lodestone.storage.crypt.DataKey;
import io.lodestone.storage.crypt.DataKeys;
import io.lodestone.storage.crypt.KeyUnavailableException;
import io.lodestone.storage.crypt.NoSuchKeyException;
import io.lodestone.storage.crypt.PieceCipher;
import io.lodestone.storage.crypt.WrappedKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A store of encryption keys for tests: a name is a key once it was {@link #add}ed. Everything is
 * drawn from one seed, no draw twice, so that no two engines over it draw the same. One thread at a
 * time.
 */
public final class SimulatedKeys implements DataKeys {
  private static final byte[] NOTHING = {};
  private static final byte[] PURPOSE = {'t', 'e', 's', 't'};

  private final SplittableRandom random;
  private final Map<String, DataKey> keys = new HashMap<>();
  private final Set<String> lost = new HashSet<>();

  public SimulatedKeys(long seed) {
    random = new SplittableRandom(seed);
  }

  /** What engines over these keys draw from. */
  public SplittableRandom random() {
    return random;
  }

  /** Makes a key of this name, or another one in its place. */
  public SimulatedKeys add(String name) {
    keys.put(name, DataKey.draw(random));
    return this;
  }

  /** From now on the key cannot be had. */
  public void lose(String name) {
    lost.add(name);
  }

  /** The key is back. */
  public void giveBack(String name) {
    lost.remove(name);
  }

  /**
   * Some data key, wrapped by a key that there is.
   *
   * @throws IllegalArgumentException when there is no such key
   */
  public WrappedKey wrapped(String name) {
    try {
      return wrap(DataKey.draw(random), name);
    } catch (NoSuchKeyException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Override
  public String encryptionKeyId(String name) throws NoSuchKeyException {
    if (!keys.containsKey(name) || lost.contains(name)) {
      throw new NoSuchKeyException("Key '" + name + "' does not exist");
    }
    return name;
  }

  @Override
  public WrappedKey wrap(DataKey key, String name) throws NoSuchKeyException {
    String id = encryptionKeyId(name);
    byte[] salt = new byte[DataKey.SALT_BYTES];
    random.nextBytes(salt);
    byte[] bytes = Arrays.copyOf(salt, salt.length + DataKey.BYTES + PieceCipher.TAG_BYTES);
    cipher(id, salt).seal(0, 0, text(id), key.bytes(), 0, DataKey.BYTES, bytes, salt.length);
    return new WrappedKey(id, bytes);
  }

  @Override
  public DataKey unwrap(WrappedKey wrapped) throws KeyUnavailableException {
    String id = wrapped.encryptionKeyId();
    if (!keys.containsKey(id) || lost.contains(id)) {
      throw new KeyUnavailableException(id, "it is lost", null);
    }
    byte[] bytes = wrapped.bytes();
    byte[] salt = Arrays.copyOf(bytes, DataKey.SALT_BYTES);
    byte[] key = new byte[DataKey.BYTES];
    try {
      cipher(id, salt).open(0, 0, text(id), bytes, salt.length, bytes.length - salt.length, key, 0);
    } catch (BrokenPieceException e) {
      throw new KeyUnavailableException(id, "it is another key than the one before", e);
    }
    return DataKey.of(key);
  }

  private PieceCipher cipher(String id, byte[] salt) {
    return new PieceCipher(keys.get(id), salt, PURPOSE);
  }

  private static byte[] text(String id) {
    return id.isEmpty() ? NOTHING : id.getBytes(StandardCharsets.UTF_8);
  }
}
