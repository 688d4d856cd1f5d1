package io.lodestone.engine.catalog;

import java.util.Objects;
import java.util.Optional;

/**
 * Whether points older than the memory store are accepted, and where reports of rejected ones go.
 *
 * @param enabled whether such points are accepted
 * @param rejectedDataLocation where rejections are reported as well, if anywhere
 */
public record MagneticStoreWrites(boolean enabled, Optional<ReportLocation> rejectedDataLocation) {
  /** What a table gets that asks for nothing. */
  public static final MagneticStoreWrites OFF = new MagneticStoreWrites(false, Optional.empty());

  /** Accepted, not reported. */
  public static final MagneticStoreWrites ON = new MagneticStoreWrites(true, Optional.empty());

  public MagneticStoreWrites {
    Objects.requireNonNull(rejectedDataLocation, "rejectedDataLocation");
  }

  /**
   * A place in an object store.
   *
   * @param bucket never null
   * @param keyPrefix how the objects' keys begin
   * @param encryptionOption {@code SSE_S3} or {@code SSE_KMS}
   * @param kmsKeyId the key for the latter
   */
  public record ReportLocation(
      String bucket,
      Optional<String> keyPrefix,
      Optional<String> encryptionOption,
      Optional<String> kmsKeyId) {
    public ReportLocation {
      Objects.requireNonNull(bucket, "bucket");
    }
  }
}
