package io.lodestone.server.dynamodb.tables;

import io.lodestone.server.protocol.JsonReader;
import io.lodestone.server.protocol.Shape;
import java.io.IOException;

/** What names a table and nothing else. Null members are absent ones. */
record TableRequest(String tableName) {
  static TableRequest read(String shapeName, JsonReader in) throws IOException {
    String tableName = null;
    if (in.beginObject()) {
      while (in.nextMember()) {
        if (in.member().equals("TableName")) {
          tableName = in.string();
        } else {
          in.skip();
        }
      }
    }
    return Shape.<TableRequest>named(shapeName)
        .required("TableName", TableRequest::tableName, DynamoDbTableName.RULE)
        .build()
        .validate(new TableRequest(tableName));
  }
}
