package io.lodestone.server.auth;

import io.lodestone.server.auth.AuthenticationException.Kind;
import io.lodestone.server.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Verifies AWS Signature Version 4, in an Authorization header or in the query. One method, {@link
 * #authenticate}, with one way out: whatever yields a principal has been through the comparison of
 * signatures on the line before.
 *
 * <p>The body is hashed as sent, always; a client cannot exempt it. Within the clock skew a
 * recorded request can be sent again, as the scheme allows: keeping the line secret is the work of
 * TLS.
 */
public final class SigV4Verifier implements Authenticator, Mandates {
  /** Unknown keys are computed with, too, so that the answer takes the same time. */
  private static final String DUMMY_SECRET = "no key has this secret, and nobody can sign with it";

  private final KeyRing keys;
  private final InstantSource clock;
  private final Duration skew;
  private final AccountId account;

  /** Callers are of the default account. */
  public SigV4Verifier(KeyRing keys, InstantSource clock, Duration skew) {
    this(keys, clock, skew, AccountId.DEFAULT);
  }

  /**
   * @param skew how far the client's clock may be from ours, either way
   * @param account whose all keys are
   */
  public SigV4Verifier(KeyRing keys, InstantSource clock, Duration skew, AccountId account) {
    this.keys = Objects.requireNonNull(keys, "keys");
    this.clock = Objects.requireNonNull(clock, "clock");
    this.skew = Objects.requireNonNull(skew, "skew");
    this.account = Objects.requireNonNull(account, "account");
  }

  @Override
  public Principal authenticate(HttpRequest request, String signingName) {
    SignatureClaim claim = SignatureClaim.of(request);
    try {
      return verified(request, claim, signingName);
    } catch (AuthenticationException e) {
      throw e.claiming(claim.scope().accessKeyId());
    }
  }

  @Override
  public Optional<Principal> principal(Mandate mandate) {
    Instant now = clock.instant();
    List<AccessKey> ofUser =
        keys.held().keys().all().stream()
            .filter(key -> key.user().equals(mandate.user()) && !key.hasExpired(now))
            .toList();
    List<AccessKey> itself =
        ofUser.stream().filter(key -> key.id().equals(mandate.accessKeyId())).toList();
    List<AccessKey> acting = itself.isEmpty() ? ofUser : itself;
    return acting.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Principal(
                acting.getFirst().id(),
                mandate.user(),
                mandate.region(),
                account,
                acting.stream().map(AccessKey::policy).flatMap(Optional::stream).toList()));
  }

  private Principal verified(HttpRequest request, SignatureClaim claim, String signingName) {
    checkScope(claim, signingName);
    checkTime(claim);
    String bodyHash = Sha256.hex(Sha256.digest(request.body()));
    checkBodyHash(request, bodyHash);

    CredentialScope scope = claim.scope();
    KeyRing.Held held = keys.held();
    Optional<AccessKey> known = held.keys().find(scope.accessKeyId());
    String secret = known.map(key -> key.credentials().secret()).orElse(DUMMY_SECRET);
    byte[] signingKey = held.derived().get(scope, secret);
    byte[] expected = Sha256.hmac(signingKey, stringToSign(request, claim, bodyHash));
    boolean equal = MessageDigest.isEqual(expected, claim.signature());
    AccessKey key = known.orElseThrow(SigV4Verifier::unrecognized);
    if (!equal) {
      throw invalid(
          "The request signature we calculated does not match the signature you provided. Check your"
              + " AWS Secret Access Key and signing method. Consult the service documentation for"
              + " details.");
    }
    held.derived().keep(scope, signingKey);
    checkSession(key, claim);
    return new Principal(key.id(), key.user(), scope.region(), account, key.policy());
  }

  /**
   * A temporary key is good with its token only, and for its time. A token that comes with a key
   * which has none was left over in the client's surroundings: the signature has told who it is.
   */
  private void checkSession(AccessKey key, SignatureClaim claim) {
    if (key.sessionToken().isPresent()) {
      byte[] token = key.sessionToken().get().getBytes(StandardCharsets.ISO_8859_1);
      byte[] sent = claim.sessionToken().orElse("").getBytes(StandardCharsets.ISO_8859_1);
      if (!MessageDigest.isEqual(token, sent)) {
        throw unrecognized();
      }
    }
    if (key.hasExpired(clock.instant())) {
      throw key.sessionToken().isPresent()
          ? new AuthenticationException(
              Kind.EXPIRED_TOKEN, "The security token included in the request is expired.")
          : unrecognized();
    }
  }

  private static AuthenticationException unrecognized() {
    return new AuthenticationException(
        Kind.UNRECOGNIZED_CLIENT, "The security token included in the request is invalid.");
  }

  private static void checkScope(SignatureClaim claim, String signingName) {
    if (!claim.scope().service().equals(signingName)) {
      throw invalid("Credential should be scoped to correct service: '" + signingName + "'.");
    }
    if (!claim.date().startsWith(claim.scope().date())) {
      throw invalid(
          "Date in Credential scope does not match the first eight digits of X-Amz-Date.");
    }
  }

  private void checkTime(SignatureClaim claim) {
    Instant now = clock.instant();
    if (claim.time().isAfter(now.plus(skew))) {
      throw invalid(
          "Signature not yet current: "
              + claim.date()
              + " is still later than "
              + now
              + " plus "
              + skew
              + ".");
    }
    Instant end = claim.time().plus(claim.lifetime().orElse(skew));
    if (now.isAfter(end)) {
      throw invalid("Signature expired: " + end + " is now earlier than " + now + ".");
    }
  }

  private static void checkBodyHash(HttpRequest request, String bodyHash) {
    List<String> claimed = request.headers().all("x-amz-content-sha256");
    if (claimed.isEmpty()) {
      return;
    }
    String hash = claimed.getFirst();
    if (hash.equals("UNSIGNED-PAYLOAD") || hash.startsWith("STREAMING-")) {
      throw invalid(
          "The value of x-amz-content-sha256 must be a hash: unsigned and streamed bodies are not accepted.");
    }
    if (claimed.size() > 1 || !hash.equals(bodyHash)) {
      throw invalid("The provided 'x-amz-content-sha256' header does not match what was computed.");
    }
  }

  private static String stringToSign(HttpRequest request, SignatureClaim claim, String bodyHash) {
    byte[] canonical =
        CanonicalRequest.of(request, claim, bodyHash).getBytes(StandardCharsets.ISO_8859_1);
    return SignatureClaim.ALGORITHM
        + "\n"
        + claim.date()
        + "\n"
        + claim.scope().scope()
        + "\n"
        + Sha256.hex(Sha256.digest(canonical));
  }

  private static AuthenticationException invalid(String message) {
    return new AuthenticationException(Kind.INVALID_SIGNATURE, message);
  }
}
