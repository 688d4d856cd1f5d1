package io.lodestone.server.http;

/**
 * Answers requests. Called on a virtual thread of its own for each request, many at a time; it may
 * block.
 */
@FunctionalInterface
public interface HttpHandler {
  /**
   * @return the answer, never null
   * @throws RefusedRequestException answered with its status; any other exception is answered with
   *     500 and logged
   */
  HttpResponse handle(HttpRequest request);
}
