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
  private final int status;
  private final HttpHeaders headers;
  private final List<ByteRange> body;
  private final int length;

  /**
   * @param status 200..599
   * @param body the bytes of these ranges one after the other, handed over, not copied; together
   *     less than 2 GiB
   */
  public HttpResponse(int status, HttpHeaders headers, List<ByteRange> body) {
    this.status = status;
    this.headers = Objects.requireNonNull(headers, "headers");
    this.body = List.copyOf(body);
    int bytes = 0;
    for (ByteRange range : this.body) {
      bytes = Math.addExact(bytes, range.length());
    }
    this.length = bytes;
  }

  /** An answer without a body. */
  public static HttpResponse empty(int status) {
    return new HttpResponse(status, HttpHeaders.EMPTY, List.of());
  }

  /** An answer of text, sent as UTF-8. */
  public static HttpResponse text(int status, String contentType, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new HttpResponse(
        status,
        new HttpHeaders(List.of(new HttpHeaders.Line("Content-Type", contentType))),
        List.of(new ByteRange(bytes, 0, bytes.length)));
  }

  /** The same answer with one more header line. */
  public HttpResponse with(String name, String value) {
    List<HttpHeaders.Line> lines = new ArrayList<>(headers.lines());
    lines.add(new HttpHeaders.Line(name, value));
    return new HttpResponse(status, new HttpHeaders(lines), body);
  }

  public int status() {
    return status;
  }

  public HttpHeaders headers() {
    return headers;
  }

  /** The body: the bytes of these ranges one after the other. Not copies: not to be changed. */
  public List<ByteRange> body() {
    return body;
  }

  /** Bytes of the body. */
  public int length() {
    return length;
  }

  /** The body as UTF-8 text. */
  public String text() {
    byte[] bytes = new byte[length];
    int at = 0;
    for (ByteRange range : body) {
      System.arraycopy(range.array(), range.offset(), bytes, at, range.length());
      at += range.length();
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
