package io.lodestone.server.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * An answer. The listener adds Content-Length, and Connection where it closes. Immutable by
 * agreement, as {@link HttpRequest} is.
 */
public final class HttpResponse {
  private static final byte[] NO_BODY = {};

  private final int status;
  private final HttpHeaders headers;
  private final byte[] body;
  private final int length;

  /**
   * @param status 200..599
   * @param body the first {@code length} bytes of this array, handed over, not copied
   * @param length 0..{@code body.length}
   */
  public HttpResponse(int status, HttpHeaders headers, byte[] body, int length) {
    Objects.checkFromIndexSize(0, length, body.length);
    this.status = status;
    this.headers = Objects.requireNonNull(headers, "headers");
    this.body = body;
    this.length = length;
  }

  /** An answer without a body. */
  public static HttpResponse empty(int status) {
    return new HttpResponse(status, HttpHeaders.EMPTY, NO_BODY, 0);
  }

  /** An answer of text, sent as UTF-8. */
  public static HttpResponse text(int status, String contentType, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new HttpResponse(
        status,
        new HttpHeaders(List.of(new HttpHeaders.Line("Content-Type", contentType))),
        bytes,
        bytes.length);
  }

  /** The same answer with one more header line. */
  public HttpResponse with(String name, String value) {
    List<HttpHeaders.Line> lines = new ArrayList<>(headers.lines());
    lines.add(new HttpHeaders.Line(name, value));
    return new HttpResponse(status, new HttpHeaders(lines), body, length);
  }

  public int status() {
    return status;
  }

  public HttpHeaders headers() {
    return headers;
  }

  /** Holds the body in its first {@link #length()} bytes. Not a copy: not to be changed. */
  public byte[] body() {
    return body;
  }

  /** Bytes of the body. */
  public int length() {
    return length;
  }

  /** The body as UTF-8 text. */
  public String text() {
    return new String(body, 0, length, StandardCharsets.UTF_8);
  }
}
