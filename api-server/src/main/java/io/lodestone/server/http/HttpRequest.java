package io.lodestone.server.http;

import java.util.Objects;

/**
 * One complete request, as it came over the wire: nothing decoded, nothing normalised, because a
 * signature covers exactly these bytes. Immutable by agreement: whoever holds it leaves the body's
 * bytes alone.
 */
public final class HttpRequest {
  private final HttpPeer peer;
  private final String method;
  private final String target;
  private final HttpHeaders headers;
  private final byte[] body;
  private final ClientPresence client = new ClientPresence();

  /** A request from {@link HttpPeer#LOCAL}. */
  public HttpRequest(String method, String target, HttpHeaders headers, byte[] body) {
    this(HttpPeer.LOCAL, method, target, headers, body);
  }

  /**
   * @param peer who sent it
   * @param method as sent
   * @param target the raw request target, one char for each byte of the wire
   * @param headers all header lines
   * @param body the bytes of the body as sent (still compressed, if they were), handed over, not
   *     copied
   */
  public HttpRequest(
      HttpPeer peer, String method, String target, HttpHeaders headers, byte[] body) {
    this.peer = Objects.requireNonNull(peer, "peer");
    this.method = Objects.requireNonNull(method, "method");
    this.target = Objects.requireNonNull(target, "target");
    this.headers = Objects.requireNonNull(headers, "headers");
    this.body = Objects.requireNonNull(body, "body");
  }

  public HttpPeer peer() {
    return peer;
  }

  /** Whether whoever sent it still waits for the answer. */
  public ClientPresence client() {
    return client;
  }

  public String method() {
    return method;
  }

  /** The raw request target: path, and query if there is one. */
  public String target() {
    return target;
  }

  /** The raw path: the target up to its query. */
  public String path() {
    int query = target.indexOf('?');
    return query < 0 ? target : target.substring(0, query);
  }

  /** The raw query without its question mark; empty when there is none. */
  public String query() {
    int query = target.indexOf('?');
    return query < 0 ? "" : target.substring(query + 1);
  }

  public HttpHeaders headers() {
    return headers;
  }

  /** The body as sent. Not a copy: not to be changed. */
  public byte[] body() {
    return body;
  }

  /**
   * The body after its Content-Encoding is undone; the array of {@link #body()} itself when it has
   * none. Inflates again at every call.
   *
   * @param bytesMax what the content may grow to when inflated
   * @throws RefusedRequestException 413 when it grows beyond that, 400 when it does not inflate,
   *     415 for an encoding other than gzip
   */
  public byte[] content(int bytesMax) {
    return ContentEncoding.decode(headers.all("Content-Encoding"), body, bytesMax);
  }

  @Override
  public String toString() {
    return method + " " + path() + " " + headers + " " + body.length + " bytes";
  }
}
