package io.lodestone.server.auth;

/**
 * Who asks, as established by an {@link Authenticator}. There is no other way to come by one: the
 * constructor belongs to this package, and only the two authenticators call it.
 */
public final class Principal {
  private final String accessKeyId;
  private final String region;
  private final AccountId account;

  Principal(String accessKeyId, String region, AccountId account) {
    this.accessKeyId = accessKeyId;
    this.region = region;
    this.account = account;
  }

  /** The access key that signed; empty where requests are not verified and this one names none. */
  public String accessKeyId() {
    return accessKeyId;
  }

  /** The region that the request was signed for, which ARNs in the answer carry. */
  public String region() {
    return region;
  }

  /** The account of this server, which ARNs in the answer carry as well. */
  public AccountId account() {
    return account;
  }

  @Override
  public String toString() {
    return accessKeyId + " in " + region;
  }
}
