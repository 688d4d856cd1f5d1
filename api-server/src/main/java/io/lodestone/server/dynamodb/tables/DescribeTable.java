package io.lodestone.server.dynamodb.tables;

import io.lodestone.engine.Engine;
import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.server.protocol.Call;
import io.lodestone.server.protocol.ErrorType;
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
    TableEntry table =
        DynamoDbTableName.require(
            call, engine.catalog(), request.tableName(), ErrorType.RESOURCE_NOT_FOUND);
    return TableDescription.of(engine, "Table", call.principal(), table);
  }
}
