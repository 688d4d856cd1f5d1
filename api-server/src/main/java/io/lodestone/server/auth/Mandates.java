package io.lodestone.server.auth;

import java.util.Optional;

/** Tells what a mandate is worth at this moment. Safe for several threads. */
@FunctionalInterface
public interface Mandates {
  /**
   * In whose name to act. That is the key of the mandate, with the policy that it has now, as long
   * as it is accepted. When it is not any more, because it was rotated, say, it is everybody who is
   * still accepted as its user together: what one of their policies does not allow is not allowed.
   *
   * @return empty when its user has no key any more
   */
  Optional<Principal> principal(Mandate mandate);
}
