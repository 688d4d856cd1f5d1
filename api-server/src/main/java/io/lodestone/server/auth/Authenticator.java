package io.lodestone.server.auth;

import io.lodestone.server.http.HttpRequest;

/** Establishes who sent a request. Safe for several threads. */
public interface Authenticator {
  /**
   * @param request as it came over the wire
   * @param signingName the service that the request has to be signed for ("timestream", "dynamodb")
   * @return who asks, never null
   * @throws AuthenticationException when that is not established
   */
  Principal authenticate(HttpRequest request, String signingName);
}
