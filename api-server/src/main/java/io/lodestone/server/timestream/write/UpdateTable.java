package io.lodestone.server.timestream.write;

import io.lodestone.engine.Engine;
import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.engine.catalog.TableUpdate;
import io.lodestone.server.protocol.Call;
import io.lodestone.server.protocol.Operation;
import io.lodestone.server.protocol.Reply;

final class UpdateTable implements Operation {
  private final Engine engine;
  private final RejectReports reports;

  UpdateTable(Engine engine, RejectReports reports) {
    this.engine = engine;
    this.reports = reports;
  }

  @Override
  public String name() {
    return "UpdateTable";
  }

  @Override
  public boolean asksForAccess() {
    return true;
  }

  @Override
  public Reply handle(Call call) {
    UpdateTableRequest request = call.read(UpdateTableRequest::read);
    TableEntry table =
        ResourceNames.table(call, engine.catalog(), request.databaseName(), request.tableName());
    TableUpdate update = request.update();
    update.magneticStoreWrites().ifPresent(reports::requireLocation);
    TableEntry updated = engine.updateTable(table.ref(), update);
    return out -> {
      out.writeObjectFieldStart("Table");
      Resource.write(out, call.principal(), updated);
      out.writeEndObject();
    };
  }
}
