package io.lodestone.server.timestream.write;

import io.lodestone.engine.Engine;
import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.server.protocol.Call;
import io.lodestone.server.protocol.Operation;
import io.lodestone.server.protocol.Reply;

final class DescribeTable implements Operation {
  private final Engine engine;

  DescribeTable(Engine engine) {
    this.engine = engine;
  }

  @Override
  public String name() {
    return "DescribeTable";
  }

  @Override
  public boolean asksForAccess() {
    return true;
  }

  @Override
  public Reply handle(Call call) {
    TableRequest request = TableRequest.DESCRIBE.validate(call.read(TableRequest::read));
    TableEntry table =
        ResourceNames.table(call, engine.catalog(), request.databaseName(), request.tableName());
    return out -> {
      out.writeObjectFieldStart("Table");
      Resource.write(out, call.principal(), table);
      out.writeEndObject();
    };
  }
}
