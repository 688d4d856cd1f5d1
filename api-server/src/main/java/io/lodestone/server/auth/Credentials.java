package io.lodestone.server.auth;

import java.util.Objects;

/**
 * An access key: its public id and its secret.
 *
 * @param accessKeyId 1..128 letters and digits
 * @param secret printable, never empty: with an empty secret everybody could sign
 */
public record Credentials(String accessKeyId, String secret) {
  private static final int ID_LENGTH_MAX = 128;
  private static final int SECRET_LENGTH_MAX = 256;

  /**
   * @throws IllegalArgumentException when either is not of the form above; the message does not
   *     show the secret
   */
  public Credentials {
    Objects.requireNonNull(accessKeyId, "accessKeyId");
    Objects.requireNonNull(secret, "secret");
    if (accessKeyId.isEmpty()
        || accessKeyId.length() > ID_LENGTH_MAX
        || !accessKeyId.chars().allMatch(Credentials::isLetterOrDigit)) {
      throw new IllegalArgumentException("an access key id is 1 to 128 letters and digits");
    }
    if (secret.isEmpty()
        || secret.length() > SECRET_LENGTH_MAX
        || !secret.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
      throw new IllegalArgumentException(
          "the secret of access key " + accessKeyId + " is not 1 to 256 printable characters");
    }
  }

  private static boolean isLetterOrDigit(int c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return accessKeyId;
  }
}
