package io.lodestone.server.timestream.write;

import io.lodestone.engine.catalog.MagneticStoreWrites;
import io.lodestone.engine.catalog.PartitionKey;
import io.lodestone.engine.catalog.TableDefinition;
import io.lodestone.model.InvalidRequestException;
import io.lodestone.model.RetentionPolicy;
import io.lodestone.model.TableRef;
import io.lodestone.server.protocol.JsonReader;
import io.lodestone.server.protocol.Rule;
import io.lodestone.server.protocol.Shape;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The request of CreateTable with its structures. Null members are absent ones. */
record CreateTableRequest(
    String databaseName,
    String tableName,
    RetentionProperties retention,
    List<Tag> tags,
    MagneticStoreWriteProperties magneticStoreWrites,
    Schema schema) {

  static final Shape<CreateTableRequest> SHAPE =
      Shape.<CreateTableRequest>named("CreateTableRequest")
          .required("DatabaseName", CreateTableRequest::databaseName, ResourceNames.CREATED)
          .required("TableName", CreateTableRequest::tableName, ResourceNames.CREATED)
          .optional(
              "RetentionProperties",
              CreateTableRequest::retention,
              Rule.structure(RetentionProperties.SHAPE))
          .optional("Tags", CreateTableRequest::tags, Tag.LIST)
          .optional(
              "MagneticStoreWriteProperties",
              CreateTableRequest::magneticStoreWrites,
              Rule.structure(MagneticStoreWriteProperties.SHAPE))
          .optional("Schema", CreateTableRequest::schema, Rule.structure(Schema.SHAPE))
          .build();

  static CreateTableRequest read(JsonReader in) throws IOException {
    String databaseName = null;
    String tableName = null;
    RetentionProperties retention = null;
    List<Tag> tags = null;
    MagneticStoreWriteProperties magneticStoreWrites = null;
    Schema schema = null;
    if (in.beginObject()) {
      while (in.nextMember()) {
        switch (in.member()) {
          case "DatabaseName" -> databaseName = in.string();
          case "TableName" -> tableName = in.string();
          case "RetentionProperties" -> retention = RetentionProperties.read(in);
          case "Tags" -> tags = in.list(Tag::read);
          case "MagneticStoreWriteProperties" ->
              magneticStoreWrites = MagneticStoreWriteProperties.read(in);
          case "Schema" -> schema = Schema.read(in);
          default -> in.skip();
        }
      }
    }
    return SHAPE.validate(
        new CreateTableRequest(
            databaseName, tableName, retention, tags, magneticStoreWrites, schema));
  }

  /**
   * What is to be created, with the service's defaults for all that the request does not say.
   *
   * @throws InvalidRequestException when members contradict each other
   */
  TableDefinition definition() {
    return new TableDefinition(
        TableRef.of(databaseName, tableName),
        retention == null ? RetentionPolicy.DEFAULT : retention.policy(),
        magneticStoreWrites == null ? MagneticStoreWrites.OFF : magneticStoreWrites.writes(),
        schema == null || schema.compositePartitionKey() == null
            ? List.of(PartitionKey.MEASURE)
            : schema.partitionKey(),
        Tag.toMap(tags));
  }

  record RetentionProperties(Long memoryStoreHours, Long magneticStoreDays) {
    static final Shape<RetentionProperties> SHAPE =
        Shape.<RetentionProperties>named("RetentionProperties")
            .required(
                "MemoryStoreRetentionPeriodInHours",
                RetentionProperties::memoryStoreHours,
                Rule.range(1, RetentionPolicy.MEMORY_STORE_HOURS_MAX))
            .required(
                "MagneticStoreRetentionPeriodInDays",
                RetentionProperties::magneticStoreDays,
                Rule.range(1, RetentionPolicy.MAGNETIC_STORE_DAYS_MAX))
            .build();

    static RetentionProperties read(JsonReader in) throws IOException {
      Long memoryStoreHours = null;
      Long magneticStoreDays = null;
      if (!in.beginObject()) {
        return null;
      }
      while (in.nextMember()) {
        switch (in.member()) {
          case "MemoryStoreRetentionPeriodInHours" -> memoryStoreHours = in.longInteger();
          case "MagneticStoreRetentionPeriodInDays" -> magneticStoreDays = in.longInteger();
          default -> in.skip();
        }
      }
      return new RetentionProperties(memoryStoreHours, magneticStoreDays);
    }

    RetentionPolicy policy() {
      return new RetentionPolicy(memoryStoreHours, magneticStoreDays);
    }
  }

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
            .optional(
                "BucketName",
                S3Configuration::bucketName,
                Rule.text(3, 63).matching("[a-z0-9][\\.\\-a-z0-9]{1,61}[a-z0-9]"))
            .optional(
                "ObjectKeyPrefix",
                S3Configuration::objectKeyPrefix,
                Rule.text(1, 928)
                    .matching("[a-zA-Z0-9|!\\-_*'\\(\\)]([a-zA-Z0-9]|[!\\-_*'\\(\\)\\/.])+"))
            .optional(
                "EncryptionOption",
                S3Configuration::encryptionOption,
                Rule.oneOf("SSE_S3", "SSE_KMS"))
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

  record Schema(List<Key> compositePartitionKey) {
    static final Shape<Schema> SHAPE =
        Shape.<Schema>named("Schema")
            .optional(
                "CompositePartitionKey",
                Schema::compositePartitionKey,
                Rule.list(1, Integer.MAX_VALUE, Rule.structure(Key.SHAPE)))
            .build();

    static Schema read(JsonReader in) throws IOException {
      List<Key> keys = null;
      if (!in.beginObject()) {
        return null;
      }
      while (in.nextMember()) {
        switch (in.member()) {
          case "CompositePartitionKey" -> keys = in.list(Key::read);
          default -> in.skip();
        }
      }
      return new Schema(keys);
    }

    List<PartitionKey> partitionKey() {
      if (compositePartitionKey.size() > 1) {
        throw new InvalidRequestException("CompositePartitionKey may hold one partition key only.");
      }
      return List.of(compositePartitionKey.getFirst().partitionKey());
    }
  }

  /** PartitionKey on the wire. */
  record Key(String type, String name, String enforcementInRecord) {
    static final Shape<Key> SHAPE =
        Shape.<Key>named("PartitionKey")
            .required("Type", Key::type, Rule.oneOf("DIMENSION", "MEASURE"))
            .optional("Name", Key::name, Rule.text(1, Integer.MAX_VALUE))
            .optional(
                "EnforcementInRecord", Key::enforcementInRecord, Rule.oneOf("REQUIRED", "OPTIONAL"))
            .build();

    static Key read(JsonReader in) throws IOException {
      String type = null;
      String name = null;
      String enforcementInRecord = null;
      if (!in.beginObject()) {
        return null;
      }
      while (in.nextMember()) {
        switch (in.member()) {
          case "Type" -> type = in.string();
          case "Name" -> name = in.string();
          case "EnforcementInRecord" -> enforcementInRecord = in.string();
          default -> in.skip();
        }
      }
      return new Key(type, name, enforcementInRecord);
    }

    PartitionKey partitionKey() {
      if (type.equals("MEASURE")) {
        if (name != null || enforcementInRecord != null) {
          throw new InvalidRequestException(
              "A partition key of type MEASURE has neither Name nor EnforcementInRecord.");
        }
        return PartitionKey.MEASURE;
      }
      if (name == null) {
        throw new InvalidRequestException("A partition key of type DIMENSION requires a Name.");
      }
      return new PartitionKey(
          PartitionKey.Kind.DIMENSION, Optional.of(name), "REQUIRED".equals(enforcementInRecord));
    }
  }
}
