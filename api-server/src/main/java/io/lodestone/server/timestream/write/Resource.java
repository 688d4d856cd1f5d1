package io.lodestone.server.timestream.write;

import com.fasterxml.jackson.core.JsonGenerator;
import io.lodestone.engine.catalog.DatabaseEntry;
import io.lodestone.engine.catalog.MagneticStoreWrites;
import io.lodestone.engine.catalog.PartitionKey;
import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.server.auth.Principal;
import io.lodestone.server.protocol.EpochSeconds;
import java.io.IOException;
import java.util.Optional;

/** Databases and tables as the service describes them. Absent members are left out. Stateless. */
final class Resource {
  private Resource() {}

  /**
   * Writes the members of a Database.
   *
   * @param tables how many tables it holds
   */
  static void write(JsonGenerator out, Principal principal, DatabaseEntry database, int tables)
      throws IOException {
    out.writeStringField("Arn", ResourceArn.of(principal, database));
    out.writeStringField("DatabaseName", database.name().value());
    out.writeNumberField("TableCount", tables);
    writeIfPresent(
        out, "KmsKeyId", database.key().map(key -> keyArn(principal, key.encryptionKeyId())));
    EpochSeconds.write(out, "CreationTime", database.created());
    EpochSeconds.write(out, "LastUpdatedTime", database.updated());
  }

  /** Keys are told by their ARN, in the region of whoever asks. */
  private static String keyArn(Principal principal, String id) {
    return "arn:aws:kms:" + principal.region() + ":" + principal.account() + ":key/" + id;
  }

  /** Writes the members of a Table. */
  static void write(JsonGenerator out, Principal principal, TableEntry table) throws IOException {
    String database = table.ref().database().value();
    String name = table.ref().table().value();
    out.writeStringField("Arn", ResourceArn.of(principal, table));
    out.writeStringField("TableName", name);
    out.writeStringField("DatabaseName", database);
    out.writeStringField("TableStatus", "ACTIVE");
    out.writeObjectFieldStart("RetentionProperties");
    out.writeNumberField(
        "MemoryStoreRetentionPeriodInHours", table.definition().retention().memoryStoreHours());
    out.writeNumberField(
        "MagneticStoreRetentionPeriodInDays", table.definition().retention().magneticStoreDays());
    out.writeEndObject();
    EpochSeconds.write(out, "CreationTime", table.created());
    EpochSeconds.write(out, "LastUpdatedTime", table.updated());
    writeMagneticStoreWrites(out, table.definition().magneticStoreWrites());
    out.writeObjectFieldStart("Schema");
    out.writeArrayFieldStart("CompositePartitionKey");
    for (PartitionKey key : table.definition().partitionKey()) {
      writePartitionKey(out, key);
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void writeMagneticStoreWrites(JsonGenerator out, MagneticStoreWrites writes)
      throws IOException {
    out.writeObjectFieldStart("MagneticStoreWriteProperties");
    out.writeBooleanField("EnableMagneticStoreWrites", writes.enabled());
    if (writes.rejectedDataLocation().isPresent()) {
      MagneticStoreWrites.ReportLocation location = writes.rejectedDataLocation().get();
      out.writeObjectFieldStart("MagneticStoreRejectedDataLocation");
      out.writeObjectFieldStart("S3Configuration");
      out.writeStringField("BucketName", location.bucket());
      writeIfPresent(out, "ObjectKeyPrefix", location.keyPrefix());
      writeIfPresent(out, "EncryptionOption", location.encryptionOption());
      writeIfPresent(out, "KmsKeyId", location.kmsKeyId());
      out.writeEndObject();
      out.writeEndObject();
    }
    out.writeEndObject();
  }

  private static void writePartitionKey(JsonGenerator out, PartitionKey key) throws IOException {
    out.writeStartObject();
    out.writeStringField("Type", key.kind().name());
    if (key.dimension().isPresent()) {
      out.writeStringField("Name", key.dimension().get());
      out.writeStringField("EnforcementInRecord", key.required() ? "REQUIRED" : "OPTIONAL");
    }
    out.writeEndObject();
  }

  private static void writeIfPresent(JsonGenerator out, String member, Optional<String> value)
      throws IOException {
    if (value.isPresent()) {
      out.writeStringField(member, value.get());
    }
  }
}
