package io.lodestone.server.timestream.query;

import io.lodestone.server.protocol.ErrorType;
import io.lodestone.server.protocol.ServiceException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The client tokens of the last minutes, so that a request that is tried again finds the query that
 * it has begun already. Clients make a token for each call: of very many the oldest are forgotten,
 * and their requests are new ones. Safe for several threads.
 */
final class ClientTokens {
  /** How long the same token means the same request, as in Timestream. */
  private static final Duration WINDOW = Duration.ofMinutes(5);

  private record Key(String accessKeyId, String token) {}

  private record Use(String request, String queryId, Instant since) {}

  private final int tokensMax;
  private final InstantSource clock;

  /** The oldest first. Guarded by this. */
  private final Map<Key, Use> uses = new LinkedHashMap<>();

  /**
   * @param tokensMax how many are remembered
   */
  ClientTokens(int tokensMax, InstantSource clock) {
    this.tokensMax = tokensMax;
    this.clock = clock;
  }

  /**
   * The query that a token has begun.
   *
   * @param request everything else that was asked
   * @return its id; empty when the token is new
   * @throws ServiceException VALIDATION, when it came with another request
   */
  synchronized Optional<String> find(String accessKeyId, String token, String request) {
    forget();
    Use use = uses.get(new Key(accessKeyId, token));
    if (use == null) {
      return Optional.empty();
    }
    if (!use.request().equals(digest(request))) {
      throw new ServiceException(
          ErrorType.VALIDATION, "The ClientToken has been used for another request.");
    }
    return Optional.of(use.queryId());
  }

  /** Remembers which query a token has begun. */
  synchronized void begun(String accessKeyId, String token, String request, String queryId) {
    Key key = new Key(accessKeyId, token);
    uses.remove(key);
    uses.put(key, new Use(digest(request), queryId, clock.instant()));
    forget();
  }

  private void forget() {
    Instant now = clock.instant();
    Iterator<Use> eldest = uses.values().iterator();
    while (eldest.hasNext()) {
      boolean old = Duration.between(eldest.next().since(), now).compareTo(WINDOW) > 0;
      if (!old && uses.size() <= tokensMax) {
        return;
      }
      eldest.remove();
    }
  }

  /** Statements may be long: what is kept of them is not. */
  private static String digest(String request) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(request.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(Arrays.copyOf(hash, 16));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
