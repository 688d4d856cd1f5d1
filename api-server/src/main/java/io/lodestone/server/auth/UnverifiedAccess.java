package io.lodestone.server.auth;

import io.lodestone.server.http.HttpRequest;
import java.util.Objects;
import java.util.Optional;

/**
 * Lets every request pass, for a server that only its own machine can reach. Who asks is what the
 * request claims; a region is read from its Authorization header so that ARNs look as the client
 * expects.
 */
public final class UnverifiedAccess implements Authenticator, Mandates {
  static final String DEFAULT_REGION = "us-east-1";
  private static final String ANYBODY = "anybody";

  private final AccountId account;

  /** Callers are of the default account. */
  public UnverifiedAccess() {
    this(AccountId.DEFAULT);
  }

  /**
   * @param account whose all callers are
   */
  public UnverifiedAccess(AccountId account) {
    this.account = Objects.requireNonNull(account, "account");
  }

  @Override
  public Principal authenticate(HttpRequest request, String signingName) {
    Optional<CredentialScope> claimed =
        request.headers().first("Authorization").flatMap(UnverifiedAccess::claimedScope);
    return claimed
        .map(scope -> principal(scope.accessKeyId(), scope.region()))
        .orElseGet(() -> principal("", DEFAULT_REGION));
  }

  @Override
  public Optional<Principal> principal(Mandate mandate) {
    return Optional.of(principal(mandate.accessKeyId(), mandate.region()));
  }

  private Principal principal(String claimedKey, String region) {
    return new Principal(claimedKey, ANYBODY, region, account, Optional.empty());
  }

  private static Optional<CredentialScope> claimedScope(String authorization) {
    int start = authorization.indexOf("Credential=");
    if (start < 0) {
      return Optional.empty();
    }
    start += "Credential=".length();
    int end = start;
    while (end < authorization.length()
        && authorization.charAt(end) != ','
        && authorization.charAt(end) != ' ') {
      end++;
    }
    return CredentialScope.parse(authorization.substring(start, end));
  }
}
