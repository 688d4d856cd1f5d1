package io.lodestone.server.timestream.write;

import io.lodestone.server.protocol.Rule;

/**
 * What both services of Timestream ask of a place in S3. The structures around it differ: one has a
 * {@code KmsKeyId}, one cannot do without a bucket.
 */
public final class S3Rules {
  /** The name of a bucket. */
  public static final Rule.Text BUCKET_NAME =
      Rule.text(3, 63).matching("[a-z0-9][\\.\\-a-z0-9]{1,61}[a-z0-9]");

  /** How objects are encrypted. */
  public static final Rule.Text ENCRYPTION_OPTION = Rule.oneOf("SSE_S3", "SSE_KMS");

  private S3Rules() {}

  /** How the keys of objects begin, up to a length in characters. */
  public static Rule.Text objectKeyPrefix(int lengthMax) {
    return Rule.text(1, lengthMax)
        .matching("[a-zA-Z0-9|!\\-_*'\\(\\)]([a-zA-Z0-9]|[!\\-_*'\\(\\)\\/.])+");
  }
}
