package io.lodestone.server.policy;

/** What a policy says about an act. */
public enum Decision {
  /** A statement allows it, and none denies it. */
  ALLOWED,
  /** No statement speaks of it. */
  NOT_ALLOWED,
  /** A statement denies it; no other can allow it any more. */
  DENIED
}
