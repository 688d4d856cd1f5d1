package io.lodestone.server.timestream.write;

import io.lodestone.engine.Engine;
import io.lodestone.engine.catalog.DatabaseEntry;
import io.lodestone.server.protocol.Call;
import io.lodestone.server.protocol.Operation;
import io.lodestone.server.protocol.Reply;

final class DeleteDatabase implements Operation {
  private final Engine engine;

  DeleteDatabase(Engine engine) {
    this.engine = engine;
  }

  @Override
  public String name() {
    return "DeleteDatabase";
  }

  @Override
  public boolean asksForAccess() {
    return true;
  }

  @Override
  public Reply handle(Call call) {
    DatabaseRequest request = DatabaseRequest.DELETE.validate(call.read(DatabaseRequest::read));
    DatabaseEntry database = ResourceNames.database(call, engine.catalog(), request.databaseName());
    engine.deleteDatabase(database.name());
    return Reply.EMPTY;
  }
}
