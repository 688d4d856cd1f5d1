package io.lodestone.server.timestream.write;

import io.lodestone.engine.catalog.MagneticStoreWrites;
import io.lodestone.model.InvalidRequestException;
import io.lodestone.server.protocol.JsonReader;
import io.lodestone.server.protocol.Rule;
import io.lodestone.server.protocol.Shape;
import java.io.IOException;
import java.util.Optional;

/**
 * Whether old points are accepted and where rejections are reported, on the wire. Null members are
 * absent ones.
 */
record MagneticStoreWriteProperties(Boolean enabled, RejectedDataLocation rejectedDataLocation) {
  static final Shape<MagneticStoreWriteProperties> SHAPE =
      Shape.<MagneticStoreWriteProperties>named("MagneticStoreWriteProperties")
          .required(
              "EnableMagneticStoreWrites", MagneticStoreWriteProperties::enabled, Rule.anything())
          .optional(
              "MagneticStoreRejectedDataLocation",
              MagneticStoreWriteProperties::rejectedDataLocation,
              Rule.structure(RejectedDataLocation.SHAPE))
          .build();

  static MagneticStoreWriteProperties read(JsonReader in) throws IOException {
    Boolean enabled = null;
    RejectedDataLocation location = null;
    if (!in.beginObject()) {
      return null;
    }
    while (in.nextMember()) {
      switch (in.member()) {
        case "EnableMagneticStoreWrites" -> enabled = in.bool();
        case "MagneticStoreRejectedDataLocation" -> location = RejectedDataLocation.read(in);
        default -> in.skip();
      }
    }
    return new MagneticStoreWriteProperties(enabled, location);
  }

  MagneticStoreWrites writes() {
    return new MagneticStoreWrites(
        enabled,
        Optional.ofNullable(rejectedDataLocation)
            .map(RejectedDataLocation::s3)
            .map(S3Configuration::location));
  }

  record RejectedDataLocation(S3Configuration s3) {
    static final Shape<RejectedDataLocation> SHAPE =
        Shape.<RejectedDataLocation>named("MagneticStoreRejectedDataLocation")
            .optional(
                "S3Configuration", RejectedDataLocation::s3, Rule.structure(S3Configuration.SHAPE))
            .build();

    static RejectedDataLocation read(JsonReader in) throws IOException {
      S3Configuration s3 = null;
      if (!in.beginObject()) {
        return null;
      }
      while (in.nextMember()) {
        switch (in.member()) {
          case "S3Configuration" -> s3 = S3Configuration.read(in);
          default -> in.skip();
        }
      }
      return new RejectedDataLocation(s3);
    }
  }

  record S3Configuration(
      String bucketName, String objectKeyPrefix, String encryptionOption, String kmsKeyId) {
    static final Shape<S3Configuration> SHAPE =
        Shape.<S3Configuration>named("S3Configuration")
            .optional("BucketName", S3Configuration::bucketName, S3Rules.BUCKET_NAME)
            .optional(
                "ObjectKeyPrefix", S3Configuration::objectKeyPrefix, S3Rules.objectKeyPrefix(928))
            .optional(
                "EncryptionOption", S3Configuration::encryptionOption, S3Rules.ENCRYPTION_OPTION)
            .optional("KmsKeyId", S3Configuration::kmsKeyId, Rule.text(1, 2_048))
            .build();

    static S3Configuration read(JsonReader in) throws IOException {
      String bucketName = null;
      String objectKeyPrefix = null;
      String encryptionOption = null;
      String kmsKeyId = null;
      if (!in.beginObject()) {
        return null;
      }
      while (in.nextMember()) {
        switch (in.member()) {
          case "BucketName" -> bucketName = in.string();
          case "ObjectKeyPrefix" -> objectKeyPrefix = in.string();
          case "EncryptionOption" -> encryptionOption = in.string();
          case "KmsKeyId" -> kmsKeyId = in.string();
          default -> in.skip();
        }
      }
      return new S3Configuration(bucketName, objectKeyPrefix, encryptionOption, kmsKeyId);
    }

    MagneticStoreWrites.ReportLocation location() {
      if (bucketName == null) {
        throw new InvalidRequestException(
            "MagneticStoreRejectedDataLocation requires the BucketName of its S3Configuration.");
      }
      return new MagneticStoreWrites.ReportLocation(
          bucketName,
          Optional.ofNullable(objectKeyPrefix),
          Optional.ofNullable(encryptionOption),
          Optional.ofNullable(kmsKeyId));
    }
  }
}
