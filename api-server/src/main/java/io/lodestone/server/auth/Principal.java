package io.lodestone.server.auth;

import io.lodestone.server.policy.AccessRequest;
import io.lodestone.server.policy.Decision;
import io.lodestone.server.policy.Policy;
import java.util.List;
import java.util.Optional;

/**
 * Who asks, as established by an {@link Authenticator}. There is no other way to come by one: the
 * constructor belongs to this package, and only the two authenticators call it.
 */
public final class Principal {
  private final String accessKeyId;
  private final String user;
  private final String region;
  private final AccountId account;
  private final List<Policy> policies;

  /**
   * @param policy what it may do; everything when there is none
   */
  Principal(
      String accessKeyId, String user, String region, AccountId account, Optional<Policy> policy) {
    this(accessKeyId, user, region, account, policy.stream().toList());
  }

  /**
   * @param policies all of which have to allow what it may do
   */
  Principal(
      String accessKeyId, String user, String region, AccountId account, List<Policy> policies) {
    this.accessKeyId = accessKeyId;
    this.user = user;
    this.region = region;
    this.account = account;
    this.policies = List.copyOf(policies);
  }

  /** The access key that signed; empty where requests are not verified and this one names none. */
  public String accessKeyId() {
    return accessKeyId;
  }

  /** Whom people call the holder of the access key. */
  public String user() {
    return user;
  }

  /** The region that the request was signed for, which ARNs in the answer carry. */
  public String region() {
    return region;
  }

  /** The account of this server, which ARNs in the answer carry as well. */
  public AccountId account() {
    return account;
  }

  /** The name of the user as AWS writes it. */
  public String arn() {
    return "arn:aws:iam::" + account + ":user/" + user;
  }

  /** Whether it may do this. */
  public Decision decide(AccessRequest request) {
    return policies.stream()
        .map(policy -> policy.decide(request))
        .filter(decision -> decision != Decision.ALLOWED)
        .findFirst()
        .orElse(Decision.ALLOWED);
  }

  @Override
  public String toString() {
    return accessKeyId + " in " + region;
  }
}
