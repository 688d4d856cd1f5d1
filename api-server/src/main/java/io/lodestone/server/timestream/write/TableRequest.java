package io.lodestone.server.timestream.write;

import io.lodestone.server.protocol.JsonReader;
import io.lodestone.server.protocol.Shape;
import java.io.IOException;

/** What describes or deletes a table: its two names. Null members are absent ones. */
record TableRequest(String databaseName, String tableName) {
  static final Shape<TableRequest> DESCRIBE = shape("DescribeTableRequest");
  static final Shape<TableRequest> DELETE = shape("DeleteTableRequest");

  private static Shape<TableRequest> shape(String name) {
    return Shape.<TableRequest>named(name)
        .required("DatabaseName", TableRequest::databaseName, ResourceNames.USED)
        .required("TableName", TableRequest::tableName, ResourceNames.USED)
        .build();
  }

  static TableRequest read(JsonReader in) throws IOException {
    String databaseName = null;
    String tableName = null;
    if (in.beginObject()) {
      while (in.nextMember()) {
        switch (in.member()) {
          case "DatabaseName" -> databaseName = in.string();
          case "TableName" -> tableName = in.string();
          default -> in.skip();
        }
      }
    }
    return new TableRequest(databaseName, tableName);
  }
}
