package io.lodestone.server.auth;

import java.util.Objects;

/**
 * Whose rights the server works with when it does later what somebody asked for.
 *
 * @param accessKeyId the key that asked; may be gone by now
 * @param user whose key that was
 * @param region that the request was signed for
 */
public record Mandate(String accessKeyId, String user, String region) {
  public Mandate {
    Objects.requireNonNull(accessKeyId, "accessKeyId");
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(region, "region");
  }

  /** From somebody who asks now. */
  public static Mandate of(Principal principal) {
    return new Mandate(principal.accessKeyId(), principal.user(), principal.region());
  }
}
