package io.lodestone.server.auth;

import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;

/**
 * The access keys that this server accepts, and their text form, one key a line:
 *
 * <pre>
 *   # comment
 *   LDSNABCDEFGHIJKLMNOP wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY
 * </pre>
 *
 * Immutable.
 */
public final class AccessKeys {
  private static final String ID_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final String SECRET_ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  /** Not AWS's AKIA: scanners that look for leaked keys of AWS have nothing to find here. */
  private static final String ID_PREFIX = "LDSN";

  private static final int ID_LENGTH = 20;

  /** 40 characters of 6 bits. */
  private static final int SECRET_LENGTH = 40;

  private final SequencedMap<String, Credentials> byId;

  private AccessKeys(SequencedMap<String, Credentials> byId) {
    this.byId = byId;
  }

  /** A single key. */
  public static AccessKeys of(Credentials only) {
    SequencedMap<String, Credentials> byId = new LinkedHashMap<>();
    byId.put(only.accessKeyId(), only);
    return new AccessKeys(byId);
  }

  /**
   * A new key with a new secret.
   *
   * @param random has to be one that nobody can predict
   */
  public static AccessKeys generate(RandomGenerator random) {
    String id = ID_PREFIX + draw(ID_ALPHABET, ID_LENGTH - ID_PREFIX.length(), random);
    return of(new Credentials(id, draw(SECRET_ALPHABET, SECRET_LENGTH, random)));
  }

  private static String draw(String alphabet, int length, RandomGenerator random) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  /**
   * Reads the text form.
   *
   * @param name how messages call the text
   * @throws IllegalArgumentException when it holds no key, one twice, or a line that is none; the
   *     message names the line and shows no secret
   */
  public static AccessKeys parse(String name, String text) {
    SequencedMap<String, Credentials> byId = new LinkedHashMap<>();
    int number = 0;
    for (String line : text.lines().map(String::strip).toList()) {
      number++;
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      String[] fields = line.split("\\s+");
      String place = name + ", line " + number + ": ";
      if (fields.length != 2) {
        throw new IllegalArgumentException(place + "expected an access key id and a secret");
      }
      Credentials credentials;
      try {
        credentials = new Credentials(fields[0], fields[1]);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(place + e.getMessage(), e);
      }
      if (byId.putIfAbsent(credentials.accessKeyId(), credentials) != null) {
        throw new IllegalArgumentException(place + "the access key is there twice");
      }
    }
    if (byId.isEmpty()) {
      throw new IllegalArgumentException(name + " holds no access key");
    }
    return new AccessKeys(byId);
  }

  /** The text form, which {@link #parse} reads. */
  public String text() {
    StringBuilder text =
        new StringBuilder("# Access keys of this server: access key id, secret.\n");
    for (Credentials credentials : byId.values()) {
      text.append(credentials.accessKeyId()).append(' ').append(credentials.secret()).append('\n');
    }
    return text.toString();
  }

  /** The key of this id. */
  public Optional<Credentials> find(String accessKeyId) {
    Objects.requireNonNull(accessKeyId, "accessKeyId");
    return Optional.ofNullable(byId.get(accessKeyId));
  }

  /** The first key: the one that clients on this machine are given. */
  public Credentials first() {
    return byId.firstEntry().getValue();
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return byId.keySet().toString();
  }
}
