package io.lodestone.server.timestream.write;

import io.lodestone.server.protocol.JsonReader;
import io.lodestone.server.protocol.Shape;
import java.io.IOException;

/** What describes or deletes a database: its name. Null members are absent ones. */
record DatabaseRequest(String databaseName) {
  static final Shape<DatabaseRequest> DESCRIBE = shape("DescribeDatabaseRequest");
  static final Shape<DatabaseRequest> DELETE = shape("DeleteDatabaseRequest");

  private static Shape<DatabaseRequest> shape(String name) {
    return Shape.<DatabaseRequest>named(name)
        .required("DatabaseName", DatabaseRequest::databaseName, ResourceNames.USED)
        .build();
  }

  static DatabaseRequest read(JsonReader in) throws IOException {
    String databaseName = null;
    if (in.beginObject()) {
      while (in.nextMember()) {
        switch (in.member()) {
          case "DatabaseName" -> databaseName = in.string();
          default -> in.skip();
        }
      }
    }
    return new DatabaseRequest(databaseName);
  }
}
