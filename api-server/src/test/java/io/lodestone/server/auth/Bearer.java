package io.lodestone.server.auth;

import io.lodestone.server.policy.Policy;
import java.util.Optional;

/** Lets everybody pass as one user with one policy, for tests of what that user may do. */
public final class Bearer {
  private Bearer() {}

  public static Authenticator of(String policy) {
    Principal principal =
        new Principal(
            "LDSNBEARER",
            "bearer",
            "eu-west-1",
            AccountId.DEFAULT,
            Optional.of(Policy.parse(policy.replace('\'', '"'))));
    return (request, signingName) -> principal;
  }
}
