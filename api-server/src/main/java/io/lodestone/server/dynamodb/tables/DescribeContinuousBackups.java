package io.lodestone.server.dynamodb.tables;

import io.lodestone.engine.Engine;
import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.server.protocol.Call;
import io.lodestone.server.protocol.ErrorType;
import io.lodestone.server.protocol.Operation;
import io.lodestone.server.protocol.Reply;

final class DescribeContinuousBackups implements Operation {
  private final Engine engine;

  DescribeContinuousBackups(Engine engine) {
    this.engine = engine;
  }

  @Override
  public String name() {
    return "DescribeContinuousBackups";
  }

  @Override
  public boolean asksForAccess() {
    return true;
  }

  @Override
  public Reply handle(Call call) {
    TableRequest request = call.read(in -> TableRequest.read("DescribeContinuousBackupsInput", in));
    TableEntry table =
        DynamoDbTableName.require(
            call, engine.catalog(), request.tableName(), ErrorType.TABLE_NOT_FOUND);
    return out -> ContinuousBackups.write(out, engine, table);
  }
}
