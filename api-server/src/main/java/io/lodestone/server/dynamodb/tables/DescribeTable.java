package io.lodestone.server.dynamodb.tables;

import io.lodestone.engine.Engine;
import io.lodestone.engine.TableSize;
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
    TableRequest request = call.read(in -> TableRequest.read("DescribeTableInput", in));
    call.access().require("table/" + DynamoDbTableName.plain(request.tableName()));
    TableEntry table = DynamoDbTableName.require(engine.catalog(), request.tableName());
    TableSize size = engine.size(table.ref());
    return out -> TableDescription.write(out, "Table", call.principal(), table, size);
  }
}
