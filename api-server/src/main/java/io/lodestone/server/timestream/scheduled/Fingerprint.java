package io.lodestone.server.timestream.scheduled;

import io.lodestone.server.protocol.Json;
import io.lodestone.server.timestream.write.Tag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/**
 * By which a request that comes again is known, without keeping its token.
 *
 * @param token a digest of caller and ClientToken; empty when there was none
 * @param request a digest of everything else
 */
record Fingerprint(String token, String request) {
  Fingerprint {
    Objects.requireNonNull(token, "token");
    Objects.requireNonNull(request, "request");
  }

  static Fingerprint of(String accessKeyId, QuerySettings settings) {
    String token =
        settings.clientToken() == null
            ? ""
            : digest(utf8(accessKeyId + "\n" + settings.clientToken()));
    try {
      byte[] request =
          Json.object(
              out -> {
                settings.write(out);
                out.writeArrayFieldStart("Tags");
                if (settings.tags() != null) {
                  for (Tag tag : settings.tags()) {
                    out.writeString(tag.key());
                    out.writeString(tag.value());
                  }
                }
                out.writeEndArray();
              });
      return new Fingerprint(token, digest(request));
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
