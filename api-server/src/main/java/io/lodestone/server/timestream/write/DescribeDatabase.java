package io.lodestone.server.timestream.write;

import io.lodestone.engine.Engine;
import io.lodestone.engine.catalog.Catalog;
import io.lodestone.engine.catalog.DatabaseEntry;
import io.lodestone.server.protocol.Call;
import io.lodestone.server.protocol.Operation;
import io.lodestone.server.protocol.Reply;

final class DescribeDatabase implements Operation {
  private final Engine engine;

  DescribeDatabase(Engine engine) {
    this.engine = engine;
  }

  @Override
  public String name() {
    return "DescribeDatabase";
  }

  @Override
  public boolean asksForAccess() {
    return true;
  }

  @Override
  public Reply handle(Call call) {
    DatabaseRequest request = DatabaseRequest.DESCRIBE.validate(call.read(DatabaseRequest::read));
    Catalog catalog = engine.catalog();
    DatabaseEntry database = ResourceNames.database(call, catalog, request.databaseName());
    int tables = catalog.tables(database.name()).size();
    return out -> {
      out.writeObjectFieldStart("Database");
      Resource.write(out, call.principal(), database, tables);
      out.writeEndObject();
    };
  }
}
