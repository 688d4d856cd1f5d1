package io.lodestone.server.http;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Lets scripts of web pages that come from elsewhere read the answers of a handler, as the fetch
 * standard asks for it (<a href="https://fetch.spec.whatwg.org/#http-cors-protocol">CORS</a>):
 * answers the browser's preliminary question, and marks each answer.
 *
 * <p>A page's request needs the X-Amz-Target header, which no browser sends without asking first.
 * Pages from origins that are not listed are therefore stopped by their browser before their
 * request is sent. Neither cookies nor other credentials of the browser are asked for: a request is
 * signed, or it is not. Safe for several threads.
 */
public final class CrossOrigin implements HttpHandler {
  /** In the place of origins: every one of them. */
  public static final String ANY = "*";

  private static final String METHODS = "GET, HEAD, POST";

  /** What a script may read besides the body. */
  private static final String EXPOSED = "x-amzn-RequestId, x-amzn-ErrorType, x-amz-crc32";

  /** How long a browser may remember the answer to its question, in seconds. */
  private static final String MAX_AGE = "3600";

  private static final HttpResponse PERMISSION = HttpResponse.empty(204);

  private final List<String> origins;
  private final HttpHandler handler;

  /**
   * @param origins scheme, host and port of the pages, as browsers spell them ({@code
   *     https://app.example:8443}), or {@link #ANY}; none switches all of this off
   * @param handler whose answers they may read
   */
  public CrossOrigin(List<String> origins, HttpHandler handler) {
    this.origins = List.copyOf(origins);
    this.handler = Objects.requireNonNull(handler, "handler");
  }

  @Override
  public HttpResponse handle(HttpRequest request) {
    Optional<String> origin = request.headers().first("Origin").filter(this::isListed);
    if (origin.isEmpty()) {
      return handler.handle(request);
    }
    boolean question =
        request.method().equals("OPTIONS")
            && request.headers().first("Access-Control-Request-Method").isPresent();
    HttpResponse answer =
        question
            ? permission(request)
            : handler.handle(request).with("Access-Control-Expose-Headers", EXPOSED);
    // Which page may read an answer is not the same for all who may find it in a cache.
    return origins.contains(ANY)
        ? answer.with("Access-Control-Allow-Origin", ANY)
        : answer.with("Access-Control-Allow-Origin", origin.get()).with("Vary", "Origin");
  }

  @Override
  public HttpResponse overloaded(HttpRequest head) {
    return handler.overloaded(head);
  }

  private boolean isListed(String origin) {
    return origins.contains(ANY) || origins.contains(origin);
  }

  /** SDKs add headers from release to release: those that this one asks for are let through. */
  private static HttpResponse permission(HttpRequest request) {
    HttpResponse answer =
        PERMISSION
            .with("Access-Control-Allow-Methods", METHODS)
            .with("Access-Control-Max-Age", MAX_AGE);
    return request
        .headers()
        .first("Access-Control-Request-Headers")
        .map(names -> answer.with("Access-Control-Allow-Headers", names))
        .orElse(answer);
  }
}
