package io.lodestone.server.timestream.write;

import io.lodestone.engine.Engine;
import io.lodestone.engine.catalog.TableDefinition;
import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.server.protocol.Call;
import io.lodestone.server.protocol.Operation;
import io.lodestone.server.protocol.Reply;

final class CreateTable implements Operation {
  private final Engine engine;
  private final RejectReports reports;

  CreateTable(Engine engine, RejectReports reports) {
    this.engine = engine;
    this.reports = reports;
  }

  @Override
  public String name() {
    return "CreateTable";
  }

  @Override
  public boolean asksForAccess() {
    return true;
  }

  @Override
  public Reply handle(Call call) {
    CreateTableRequest request = call.read(CreateTableRequest::read);
    call.access().require(ResourceNames.table(request.databaseName(), request.tableName()));
    TableDefinition definition = request.definition();
    reports.requireLocation(definition.magneticStoreWrites());
    TableEntry created = engine.createTable(definition);
    return out -> {
      out.writeObjectFieldStart("Table");
      Resource.write(out, call.principal(), created);
      out.writeEndObject();
    };
  }
}
