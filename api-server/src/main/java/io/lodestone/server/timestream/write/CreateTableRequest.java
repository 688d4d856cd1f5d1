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

/** The request of CreateTable. Null members are absent ones. */
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
}
