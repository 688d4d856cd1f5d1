package io.lodestone.server.timestream.scheduled;

import com.fasterxml.jackson.core.JsonGenerator;
import io.lodestone.server.protocol.JsonReader;
import io.lodestone.server.protocol.Rule;
import io.lodestone.server.protocol.Shape;
import io.lodestone.server.timestream.write.S3Rules;
import java.io.IOException;

/** Where reports of rejected records go. Null members are absent ones. */
record ErrorReportConfiguration(S3 s3) {
  static final Shape<ErrorReportConfiguration> SHAPE =
      Shape.<ErrorReportConfiguration>named("ErrorReportConfiguration")
          .required("S3Configuration", ErrorReportConfiguration::s3, Rule.structure(S3.SHAPE))
          .build();

  static ErrorReportConfiguration read(JsonReader in) throws IOException {
    S3 s3 = null;
    if (!in.beginObject()) {
      return null;
    }
    while (in.nextMember()) {
      switch (in.member()) {
        case "S3Configuration" -> s3 = S3.read(in);
        default -> in.skip();
      }
    }
    return new ErrorReportConfiguration(s3);
  }

  /** Writes its members. */
  void write(JsonGenerator out) throws IOException {
    out.writeObjectFieldStart("S3Configuration");
    s3.write(out);
    out.writeEndObject();
  }

  /** A place in an object store. */
  record S3(String bucketName, String objectKeyPrefix, String encryptionOption) {
    static final Shape<S3> SHAPE =
        Shape.<S3>named("S3Configuration")
            .required("BucketName", S3::bucketName, S3Rules.BUCKET_NAME)
            .optional("ObjectKeyPrefix", S3::objectKeyPrefix, S3Rules.objectKeyPrefix(896))
            .optional("EncryptionOption", S3::encryptionOption, S3Rules.ENCRYPTION_OPTION)
            .build();

    static S3 read(JsonReader in) throws IOException {
      String bucketName = null;
      String objectKeyPrefix = null;
      String encryptionOption = null;
      if (!in.beginObject()) {
        return null;
      }
      while (in.nextMember()) {
        switch (in.member()) {
          case "BucketName" -> bucketName = in.string();
          case "ObjectKeyPrefix" -> objectKeyPrefix = in.string();
          case "EncryptionOption" -> encryptionOption = in.string();
          default -> in.skip();
        }
      }
      return new S3(bucketName, objectKeyPrefix, encryptionOption);
    }

    /** Writes its members. */
    void write(JsonGenerator out) throws IOException {
      out.writeStringField("BucketName", bucketName);
      if (objectKeyPrefix != null) {
        out.writeStringField("ObjectKeyPrefix", objectKeyPrefix);
      }
      if (encryptionOption != null) {
        out.writeStringField("EncryptionOption", encryptionOption);
      }
    }
  }
}
