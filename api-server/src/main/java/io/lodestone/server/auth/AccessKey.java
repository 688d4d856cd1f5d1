package io.lodestone.server.auth;

import io.lodestone.server.policy.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * An access key, and what is known about it.
 *
 * @param credentials its id and its secret
 * @param user whose it is, for people, audits and error texts; several keys may be of one user
 * @param created when
 * @param expiry from when on it is refused; never when empty
 * @param sessionToken what requests have to carry besides their signature, for a temporary key
 * @param policy what it may do; everything when empty
 */
public record AccessKey(
    Credentials credentials,
    String user,
    Instant created,
    Optional<Instant> expiry,
    Optional<String> sessionToken,
    Optional<Policy> policy) {
  private static final String ID_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final String SECRET_ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

  /** Not AWS's AKIA: scanners that look for leaked keys of AWS have nothing to find here. */
  private static final String ID_PREFIX = "LDSN";

  private static final int ID_LENGTH = 20;

  /** 40 characters of 6 bits. */
  private static final int SECRET_LENGTH = 40;

  private static final int TOKEN_LENGTH = 64;

  /** The names that AWS takes for users. */
  private static final Pattern USER = Pattern.compile("[A-Za-z0-9+=,.@_-]{1,64}");

  /**
   * @throws IllegalArgumentException when the user's name is not 1 to 64 letters, digits and {@code
   *     +=,.@_-}
   */
  public AccessKey {
    Objects.requireNonNull(credentials, "credentials");
    Objects.requireNonNull(created, "created");
    Objects.requireNonNull(expiry, "expiry");
    Objects.requireNonNull(sessionToken, "sessionToken");
    Objects.requireNonNull(policy, "policy");
    if (!USER.matcher(user).matches()) {
      throw new IllegalArgumentException(
          "the name of a user is 1 to 64 letters, digits and +=,.@_-, found '" + user + "'");
    }
  }

  /** One that never expires and may do everything. */
  public static AccessKey permanent(Credentials credentials, String user, Instant created) {
    return new AccessKey(
        credentials, user, created, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * A new id with a new secret.
   *
   * @param random has to be one that nobody can predict
   */
  public static Credentials draw(RandomGenerator random) {
    String id = ID_PREFIX + draw(ID_ALPHABET, ID_LENGTH - ID_PREFIX.length(), random);
    return new Credentials(id, draw(SECRET_ALPHABET, SECRET_LENGTH, random));
  }

  private static String draw(String alphabet, int length, RandomGenerator random) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  /** The public half. */
  public String id() {
    return credentials.accessKeyId();
  }

  /** Whether it is refused by now. */
  public boolean hasExpired(Instant now) {
    return expiry.isPresent() && !now.isBefore(expiry.get());
  }

  /** This key as a temporary one, with a session token. */
  public AccessKey temporary(Duration lifetime, RandomGenerator random) {
    return new AccessKey(
        credentials,
        user,
        created,
        Optional.of(created.plus(lifetime)),
        Optional.of(draw(SECRET_ALPHABET, TOKEN_LENGTH, random)),
        policy);
  }

  /** This key, refused from then on, if it is not refused earlier. */
  public AccessKey until(Instant end) {
    Instant earlier = expiry.filter(known -> known.isBefore(end)).orElse(end);
    return new AccessKey(credentials, user, created, Optional.of(earlier), sessionToken, policy);
  }

  public AccessKey with(Optional<Policy> other) {
    return new AccessKey(credentials, user, created, expiry, sessionToken, other);
  }

  /** Without secret and token. */
  @Override
  public String toString() {
    return id() + " of " + user;
  }
}
