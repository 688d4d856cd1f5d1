package io.lodestone.storage.crypt;

/**
 * Where encryption keys lie: makes data keys, wraps and unwraps them. A file of the server, or a
 * key management service elsewhere; whoever embeds the engine brings one, or {@link #NONE}. Safe
 * for several threads; may wait for the network.
 */
public interface DataKeys {
  /** No encryption key at all: nothing can be encrypted, and nothing decrypted. */
  DataKeys NONE =
      new DataKeys() {
        @Override
        public String encryptionKeyId(String name) throws NoSuchKeyException {
          throw new NoSuchKeyException(
              "Key '" + name + "' does not exist: there is no store of keys");
        }

        @Override
        public WrappedKey wrap(DataKey key, String name) throws NoSuchKeyException {
          throw new NoSuchKeyException(
              "Key '" + name + "' does not exist: there is no store of keys");
        }

        @Override
        public DataKey unwrap(WrappedKey wrapped) throws KeyUnavailableException {
          throw new KeyUnavailableException(
              wrapped.encryptionKeyId(), "there is no store of keys", null);
        }
      };

  /**
   * The lasting name of an encryption key, which {@link WrappedKey} carries.
   *
   * @param name in any form that the store understands: an id, an ARN, an alias
   * @throws NoSuchKeyException when there is no such key
   */
  String encryptionKeyId(String name) throws NoSuchKeyException;

  /**
   * Wraps a data key.
   *
   * @param name of the encryption key, as of {@link #encryptionKeyId}
   * @throws NoSuchKeyException when there is no such key
   */
  WrappedKey wrap(DataKey key, String name) throws NoSuchKeyException;

  /**
   * Unwraps a data key.
   *
   * @throws KeyUnavailableException when the encryption key is not there, is another than the one
   *     that wrapped it, or cannot be asked now
   */
  DataKey unwrap(WrappedKey wrapped) throws KeyUnavailableException;
}
