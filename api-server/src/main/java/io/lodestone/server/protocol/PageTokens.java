package io.lodestone.server.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes and opens the tokens with which a client asks for the next page. A token carries the place
 * where the next page begins and a code that only this server can compute (HMAC-SHA-256, cut to 128
 * bits), over that place and over everything the token is bound to. It is readable by its owner and
 * cannot be changed, nor used for another operation, request or caller.
 *
 * <pre>
 *   base64url( format (1) | code (16) | place (n) )
 * </pre>
 *
 * Safe for several threads.
 */
public final class PageTokens {
  /** Bytes of a secret, at least. */
  public static final int SECRET_BYTES_MIN = 32;

  private static final byte FORMAT = 1;
  private static final int CODE_BYTES = 16;
  private static final int TOKEN_LENGTH_MAX = 2048;
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  /**
   * What a token is good for.
   *
   * @param operation the name of the operation
   * @param accessKeyId the caller
   * @param request everything in the request that must be the same on the next page
   */
  public record Binding(String operation, String accessKeyId, String request) {
    public Binding {
      Objects.requireNonNull(operation, "operation");
      Objects.requireNonNull(accessKeyId, "accessKeyId");
      Objects.requireNonNull(request, "request");
    }
  }

  /**
   * @param secret at least {@link #SECRET_BYTES_MIN} bytes that nobody else knows; tokens outlive a
   *     restart with the same one
   */
  public PageTokens(byte[] secret) {
    if (secret.length < SECRET_BYTES_MIN) {
      throw new IllegalArgumentException("the secret of page tokens is too short");
    }
    this.key = new SecretKeySpec(secret, ALGORITHM);
  }

  /**
   * @param place where the next page begins, as the operation spells it
   */
  public String issue(Binding binding, byte[] place) {
    byte[] code = code(binding, place);
    byte[] token =
        ByteBuffer.allocate(1 + CODE_BYTES + place.length)
            .put(FORMAT)
            .put(code, 0, CODE_BYTES)
            .put(place)
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }

  /**
   * @return the place that the token was issued for
   * @throws ServiceException VALIDATION, when it was not issued by this server for this binding
   */
  public byte[] open(Binding binding, String token) {
    byte[] bytes = decode(token);
    if (bytes.length < 1 + CODE_BYTES || bytes[0] != FORMAT) {
      throw invalid();
    }
    byte[] place = Arrays.copyOfRange(bytes, 1 + CODE_BYTES, bytes.length);
    byte[] expected = Arrays.copyOf(code(binding, place), CODE_BYTES);
    byte[] found = Arrays.copyOfRange(bytes, 1, 1 + CODE_BYTES);
    if (!MessageDigest.isEqual(expected, found)) {
      throw invalid();
    }
    return place;
  }

  private static byte[] decode(String token) {
    if (token.length() > TOKEN_LENGTH_MAX) {
      throw invalid();
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(token);
      // The decoder forgives stray bits at the end; two spellings of one token would be one too
      // many.
      if (!Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(token)) {
        throw invalid();
      }
      return bytes;
    } catch (IllegalArgumentException e) {
      throw invalid();
    }
  }

  private byte[] code(Binding binding, byte[] place) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(FORMAT);
      update(mac, binding.operation());
      update(mac, binding.accessKeyId());
      update(mac, binding.request());
      return mac.doFinal(place);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }

  /** With its length in front, so that text cannot move from one field into the next. */
  private static void update(Mac mac, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
    mac.update(bytes);
  }

  private static ServiceException invalid() {
    return new ServiceException(ErrorType.VALIDATION, "Invalid pagination token.");
  }
}
