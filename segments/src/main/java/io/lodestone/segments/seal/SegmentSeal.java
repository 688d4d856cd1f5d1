package io.lodestone.segments.seal;

import io.lodestone.storage.crypt.DataKey;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What an encrypted segment says of its encryption, in the clear, at the end of its contents:
 *
 * <pre>
 *   u64 database, u64 fingerprint of its data key, salt (32)
 * </pre>
 *
 * Immutable.
 */
public final class SegmentSeal {
  /** Its size. */
  public static final int BYTES = 2 * Long.BYTES + DataKey.SALT_BYTES;

  private final long databaseId;
  private final long keyFingerprint;
  private final byte[] salt;

  /**
   * @param databaseId whose key it is
   * @param keyFingerprint tells that key from others
   * @param salt drawn for this segment alone, {@link DataKey#SALT_BYTES}; copied
   */
  public SegmentSeal(long databaseId, long keyFingerprint, byte[] salt) {
    if (salt.length != DataKey.SALT_BYTES) {
      throw new IllegalArgumentException("a salt of " + salt.length + " bytes");
    }
    this.databaseId = databaseId;
    this.keyFingerprint = keyFingerprint;
    this.salt = salt.clone();
  }

  /** The number of the database whose key it is. */
  public long databaseId() {
    return databaseId;
  }

  /** Of the data key. */
  public long keyFingerprint() {
    return keyFingerprint;
  }

  /** A copy. */
  public byte[] salt() {
    return salt.clone();
  }

  /** Puts it at a buffer's position. */
  public void writeTo(ByteBuffer out) {
    out.putLong(databaseId).putLong(keyFingerprint).put(salt);
  }

  /** Takes it from a buffer's position; {@link #BYTES} must remain. */
  public static SegmentSeal readFrom(ByteBuffer in) {
    long databaseId = in.getLong();
    long fingerprint = in.getLong();
    byte[] salt = new byte[DataKey.SALT_BYTES];
    in.get(salt);
    return new SegmentSeal(databaseId, fingerprint, salt);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SegmentSeal that
        && databaseId == that.databaseId
        && keyFingerprint == that.keyFingerprint
        && Arrays.equals(salt, that.salt);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(salt);
  }

  @Override
  public String toString() {
    return "sealed with data key "
        + Long.toHexString(keyFingerprint)
        + " of database "
        + databaseId;
  }
}
