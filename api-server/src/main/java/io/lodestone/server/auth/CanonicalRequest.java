package io.lodestone.server.auth;

import io.lodestone.server.http.HttpHeaders;
import io.lodestone.server.http.HttpRequest;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The one spelling of a request that client and server sign:
 *
 * <pre>
 *   method
 *   path            normalised, then each segment encoded once more than it was sent
 *   query           decoded and encoded again, sorted
 *   name:value      for each signed header, sorted
 *
 *   names           of the signed headers
 *   hash            of the body, in hexadecimal
 * </pre>
 *
 * As the documentation of Signature Version 4 defines it for all services but S3. Stateless.
 */
final class CanonicalRequest {
  private CanonicalRequest() {}

  static String of(HttpRequest request, SignatureClaim claim, String bodyHash) {
    StringBuilder text = new StringBuilder(1024);
    text.append(request.method()).append('\n');
    appendPath(request.path(), text);
    text.append('\n');
    text.append(claim.query().canonical(SignatureClaim.SIGNATURE_PARAMETER)).append('\n');
    for (String name : claim.signedHeaders()) {
      appendHeader(name, request.headers(), text);
    }
    text.append('\n').append(String.join(";", claim.signedHeaders())).append('\n');
    return text.append(bodyHash).toString();
  }

  private static void appendPath(String path, StringBuilder into) {
    if (path.isEmpty() || path.equals("/")) {
      into.append('/');
      return;
    }
    Deque<String> segments = new ArrayDeque<>();
    for (String segment : path.split("/", -1)) {
      switch (segment) {
        case "", "." -> {}
        case ".." -> segments.pollLast();
        default -> segments.addLast(segment);
      }
    }
    for (String segment : segments) {
      into.append('/');
      PercentEncoding.encode(segment, '~', into);
    }
    boolean folder = path.endsWith("/") || path.endsWith("/.") || path.endsWith("/..");
    if (folder || segments.isEmpty()) {
      into.append('/');
    }
  }

  private static void appendHeader(String name, HttpHeaders headers, StringBuilder into) {
    into.append(name).append(':');
    boolean first = true;
    for (HttpHeaders.Line line : headers.lines()) {
      if (line.name().equalsIgnoreCase(name)) {
        if (!first) {
          into.append(',');
        }
        appendValue(line.value(), into);
        first = false;
      }
    }
    into.append('\n');
  }

  /** Without spaces at the ends, and with one where there are several. */
  private static void appendValue(String value, StringBuilder into) {
    int start = into.length();
    boolean gap = false;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == ' ' || c == '\t') {
        gap = true;
        continue;
      }
      if (gap && into.length() > start) {
        into.append(' ');
      }
      into.append(c);
      gap = false;
    }
  }
}
