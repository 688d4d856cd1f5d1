package io.lodestone.server.timestream.write;

import io.lodestone.engine.Engine;
import io.lodestone.engine.catalog.StreamUpdate;
import io.lodestone.engine.catalog.TableDefinition;
import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.server.dynamodb.tables.DynamoDbTableName;
import io.lodestone.server.protocol.Call;
import io.lodestone.server.protocol.Operation;
import io.lodestone.server.protocol.Reply;
import java.util.Optional;

final class CreateTable implements Operation {
  private final Engine engine;
  private final RejectReports reports;
  private final int streamShards;

  /**
   * @param streamShards of a stream that a tag switches on
   */
  CreateTable(Engine engine, RejectReports reports, int streamShards) {
    this.engine = engine;
    this.reports = reports;
    this.streamShards = streamShards;
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
    Optional<StreamUpdate> stream = StreamTag.declaredBy(definition.tags(), streamShards);
    if (stream.isPresent()) {
      DynamoDbTableName.requireSpellable(definition.ref());
    }
    TableEntry created =
        stream.isEmpty()
            ? engine.createTable(definition)
            : engine.createTable(definition, stream.get());
    return out -> {
      out.writeObjectFieldStart("Table");
      Resource.write(out, call.principal(), created);
      out.writeEndObject();
    };
  }
}
