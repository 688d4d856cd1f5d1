package io.lodestone.server.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Undoes Content-Encoding, within a bound. Stateless. */
final class ContentEncoding {
  private static final int FIRST_BYTES = 64 << 10;

  private ContentEncoding() {}

  static byte[] decode(List<String> encodings, byte[] body, int bytesMax) {
    if (encodings.isEmpty()) {
      return body;
    }
    if (encodings.size() > 1) {
      throw new RefusedRequestException(415, "At most one Content-Encoding is accepted");
    }
    String encoding = encodings.getFirst();
    if (encoding.isEmpty() || encoding.equalsIgnoreCase("identity")) {
      return body;
    }
    if (!encoding.equalsIgnoreCase("gzip")) {
      throw new RefusedRequestException(415, "Content-Encoding is neither gzip nor identity");
    }
    try {
      return gunzip(body, bytesMax);
    } catch (IOException e) {
      throw new RefusedRequestException(400, "The body is not valid gzip");
    }
  }

  /**
   * Grows by doubling: what a few bytes claim to inflate to costs nothing until it is really there.
   */
  private static byte[] gunzip(byte[] body, int bytesMax) throws IOException {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      byte[] content = new byte[Math.min(bytesMax, FIRST_BYTES)];
      int size = 0;
      while (true) {
        int read = in.readNBytes(content, size, content.length - size);
        size += read;
        if (size < content.length) {
          return Arrays.copyOf(content, size);
        }
        if (size == bytesMax) {
          if (in.read() < 0) {
            return content;
          }
          throw new RefusedRequestException(
              413, "The body inflates to more than " + bytesMax + " bytes");
        }
        content = Arrays.copyOf(content, (int) Math.min(bytesMax, 2L * size));
      }
    }
  }
}
