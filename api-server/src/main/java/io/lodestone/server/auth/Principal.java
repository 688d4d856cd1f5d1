package io.lodestone.server.auth;

/**
 * Who asks, as established by an {@link Authenticator}. There is no other way to come by one: the
 * constructor belongs to this package, and only the two authenticators call it.
 */
public final class Principal {
  /** The one account of this server, in the ARNs that it hands out. */
  public static final String ACCOUNT_ID = "000000000000";

  private final String accessKeyId;
  private final String region;

  Principal(String accessKeyId, String region) {
    this.accessKeyId = accessKeyId;
    this.region = region;
  }

  /** The access key that signed; empty where requests are not verified and this one names none. */
  public String accessKeyId() {
    return accessKeyId;
  }

  /** The region that the request was signed for, which ARNs in the answer carry. */
  public String region() {
    return region;
  }

  /** Twelve digits. */
  public String accountId() {
    return ACCOUNT_ID;
  }

  @Override
  public String toString() {
    return accessKeyId + " in " + region;
  }
}
