package io.lodestone.server.seal;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * What {@code KmsKeyId} names: a key that wraps the data keys of databases, with the names that
 * were given to it. Immutable.
 *
 * @param id a UUID, as AWS's keys have
 * @param created to the second
 * @param key wraps data keys
 * @param aliases each {@code alias/…}
 */
public record EncryptionKey(String id, Instant created, MasterKey key, List<String> aliases) {
  /** What every alias begins with. */
  public static final String ALIAS = "alias/";

  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final Pattern ALIAS_FORM = Pattern.compile("alias/[a-zA-Z0-9/_-]{1,250}");

  /** AWS keeps these for the keys that its services make for themselves. */
  private static final String RESERVED = "alias/aws/";

  /**
   * @throws IllegalArgumentException when id or an alias are not of their forms
   */
  public EncryptionKey {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("the id of a key is a UUID, found '" + id + "'");
    }
    Objects.requireNonNull(created, "created");
    Objects.requireNonNull(key, "key");
    aliases = List.copyOf(aliases);
    aliases.forEach(EncryptionKey::requireAlias);
  }

  /**
   * A new key without aliases.
   *
   * @param random has to be one that nobody can predict
   */
  public static EncryptionKey generate(Instant created, RandomGenerator random) {
    long high = random.nextLong() & ~0xF000L | 0x4000L;
    long low = random.nextLong() & ~(3L << 62) | 1L << 63;
    return new EncryptionKey(
        new UUID(high, low).toString(), created, MasterKey.generate(random), List.of());
  }

  /**
   * @throws IllegalArgumentException when this is no name that a key can be given
   */
  public static String requireAlias(String alias) {
    if (!ALIAS_FORM.matcher(alias).matches() || alias.startsWith(RESERVED)) {
      throw new IllegalArgumentException(
          "an alias is alias/ and 1 to 250 letters, digits, slashes, underlines and dashes, not"
              + " alias/aws/…; found '"
              + alias
              + "'");
    }
    return alias;
  }

  /** With these aliases. */
  public EncryptionKey with(List<String> newAliases) {
    return new EncryptionKey(id, created, key, newAliases);
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "encryption key " + id;
  }
}
