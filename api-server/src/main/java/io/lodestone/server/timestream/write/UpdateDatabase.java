package io.lodestone.server.timestream.write;

import io.lodestone.engine.Engine;
import io.lodestone.engine.catalog.Catalog;
import io.lodestone.engine.catalog.DatabaseEntry;
import io.lodestone.model.ConflictException;
import io.lodestone.server.protocol.Call;
import io.lodestone.server.protocol.ErrorType;
import io.lodestone.server.protocol.JsonReader;
import io.lodestone.server.protocol.Operation;
import io.lodestone.server.protocol.Reply;
import io.lodestone.server.protocol.Rule;
import io.lodestone.server.protocol.ServiceException;
import io.lodestone.server.protocol.Shape;
import java.io.IOException;

/**
 * Gives a database another key. Of concurrent requests the first one wins; the service has no
 * ConflictException for the others, which get a ValidationException and are not tried again by
 * their clients.
 */
final class UpdateDatabase implements Operation {
  /** Null members are absent ones. */
  record Request(String databaseName, String kmsKeyId) {
    static final Shape<Request> SHAPE =
        Shape.<Request>named("UpdateDatabaseRequest")
            .required("DatabaseName", Request::databaseName, ResourceNames.USED)
            .required("KmsKeyId", Request::kmsKeyId, Rule.text(1, 2_048))
            .build();

    static Request read(JsonReader in) throws IOException {
      String databaseName = null;
      String kmsKeyId = null;
      if (in.beginObject()) {
        while (in.nextMember()) {
          switch (in.member()) {
            case "DatabaseName" -> databaseName = in.string();
            case "KmsKeyId" -> kmsKeyId = in.string();
            default -> in.skip();
          }
        }
      }
      return SHAPE.validate(new Request(databaseName, kmsKeyId));
    }
  }

  private final Engine engine;

  UpdateDatabase(Engine engine) {
    this.engine = engine;
  }

  @Override
  public String name() {
    return "UpdateDatabase";
  }

  @Override
  public boolean asksForAccess() {
    return true;
  }

  @Override
  public Reply handle(Call call) {
    Request request = call.read(Request::read);
    Catalog catalog = engine.catalog();
    DatabaseEntry seen = ResourceNames.database(call, catalog, request.databaseName());
    DatabaseEntry updated = update(seen, request.kmsKeyId());
    int tables = catalog.tables(seen.name()).size();
    return out -> {
      out.writeObjectFieldStart("Database");
      Resource.write(out, call.principal(), updated, tables);
      out.writeEndObject();
    };
  }

  private DatabaseEntry update(DatabaseEntry seen, String kmsKeyId) {
    try {
      return engine.updateDatabase(seen, kmsKeyId);
    } catch (ConflictException e) {
      throw new ServiceException(ErrorType.VALIDATION, e.getMessage());
    }
  }
}
