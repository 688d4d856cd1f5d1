package io.lodestone.server.timestream.write;

import io.lodestone.engine.catalog.TableUpdate;
import io.lodestone.server.protocol.JsonReader;
import io.lodestone.server.protocol.Rule;
import io.lodestone.server.protocol.Shape;
import java.io.IOException;
import java.util.Optional;

/** The request of UpdateTable. Null members are absent ones, and what is absent stays as it is. */
record UpdateTableRequest(
    String databaseName,
    String tableName,
    RetentionProperties retention,
    MagneticStoreWriteProperties magneticStoreWrites,
    Schema schema) {

  static final Shape<UpdateTableRequest> SHAPE =
      Shape.<UpdateTableRequest>named("UpdateTableRequest")
          .required("DatabaseName", UpdateTableRequest::databaseName, ResourceNames.USED)
          .required("TableName", UpdateTableRequest::tableName, ResourceNames.USED)
          .optional(
              "RetentionProperties",
              UpdateTableRequest::retention,
              Rule.structure(RetentionProperties.SHAPE))
          .optional(
              "MagneticStoreWriteProperties",
              UpdateTableRequest::magneticStoreWrites,
              Rule.structure(MagneticStoreWriteProperties.SHAPE))
          .optional("Schema", UpdateTableRequest::schema, Rule.structure(Schema.SHAPE))
          .build();

  static UpdateTableRequest read(JsonReader in) throws IOException {
    String databaseName = null;
    String tableName = null;
    RetentionProperties retention = null;
    MagneticStoreWriteProperties magneticStoreWrites = null;
    Schema schema = null;
    if (in.beginObject()) {
      while (in.nextMember()) {
        switch (in.member()) {
          case "DatabaseName" -> databaseName = in.string();
          case "TableName" -> tableName = in.string();
          case "RetentionProperties" -> retention = RetentionProperties.read(in);
          case "MagneticStoreWriteProperties" ->
              magneticStoreWrites = MagneticStoreWriteProperties.read(in);
          case "Schema" -> schema = Schema.read(in);
          default -> in.skip();
        }
      }
    }
    return SHAPE.validate(
        new UpdateTableRequest(databaseName, tableName, retention, magneticStoreWrites, schema));
  }

  /**
   * What is to be changed.
   *
   * @throws io.lodestone.model.InvalidRequestException when members contradict each other
   */
  TableUpdate update() {
    return new TableUpdate(
        Optional.ofNullable(retention).map(RetentionProperties::policy),
        Optional.ofNullable(magneticStoreWrites).map(MagneticStoreWriteProperties::writes),
        Optional.ofNullable(schema)
            .filter(given -> given.compositePartitionKey() != null)
            .map(Schema::partitionKey));
  }
}
