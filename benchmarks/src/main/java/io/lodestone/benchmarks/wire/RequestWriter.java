package io.lodestone.benchmarks.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes whole HTTP requests of JSON bodies, signed (Signature Version 4) as botocore signs them:
 * over content type, host, date and target. Safe for several threads.
 */
public final class RequestWriter {
  private static final String TYPE = "application/x-amz-json-1.0";
  private static final String REGION = "us-east-1";
  private static final String SIGNED = "content-type;host;x-amz-date;x-amz-target";
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final String host;
  private final String accessKeyId;
  private final String secret;

  /**
   * @param host with port, as the Host header says it
   */
  public RequestWriter(String host, String accessKeyId, String secret) {
    this.host = Objects.requireNonNull(host, "host");
    this.accessKeyId = Objects.requireNonNull(accessKeyId, "accessKeyId");
    this.secret = Objects.requireNonNull(secret, "secret");
  }

  /** A request of a Timestream operation; valid for a quarter of an hour. */
  public byte[] request(String operation, byte[] body) {
    String target = "Timestream_20181101." + operation;
    String date = DATE.format(Instant.now());
    String scope = date.substring(0, 8) + "/" + REGION + "/timestream/aws4_request";
    String headers =
        "content-type:"
            + TYPE
            + "\nhost:"
            + host
            + "\nx-amz-date:"
            + date
            + "\nx-amz-target:"
            + target
            + "\n";
    String canonical = "POST\n/\n\n" + headers + "\n" + SIGNED + "\n" + hex(sha256(body));
    String toSign =
        "AWS4-HMAC-SHA256\n" + date + "\n" + scope + "\n" + hex(sha256(ascii(canonical)));
    String head =
        "POST / HTTP/1.1\r\nHost: "
            + host
            + "\r\nContent-Type: "
            + TYPE
            + "\r\nX-Amz-Date: "
            + date
            + "\r\nX-Amz-Target: "
            + target
            + "\r\nAuthorization: AWS4-HMAC-SHA256 Credential="
            + accessKeyId
            + "/"
            + scope
            + ", SignedHeaders="
            + SIGNED
            + ", Signature="
            + hex(hmac(key(date), toSign))
            + "\r\nContent-Length: "
            + body.length
            + "\r\n\r\n";
    byte[] start = ascii(head);
    return ByteBuffer.allocate(start.length + body.length).put(start).put(body).array();
  }

  private byte[] key(String date) {
    byte[] key = ascii("AWS4" + secret);
    for (String step : new String[] {date.substring(0, 8), REGION, "timestream", "aws4_request"}) {
      key = hmac(key, step);
    }
    return key;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(ascii(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }
}
