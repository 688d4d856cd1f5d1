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

  /**
   * The answer to a request for which there is no room now. Called on an event loop: must not
   * block.
   *
   * @param head the request without its body, which has been thrown away
   */
  default HttpResponse overloaded(HttpRequest head) {
    return HttpResponse.text(503, "text/plain; charset=utf-8", "Service Unavailable\n");
  }
}
