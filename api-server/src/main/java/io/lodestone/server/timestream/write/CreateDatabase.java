package io.lodestone.server.timestream.write;

import io.lodestone.engine.Engine;
import io.lodestone.engine.catalog.DatabaseEntry;
import io.lodestone.model.DatabaseName;
import io.lodestone.server.protocol.Call;
import io.lodestone.server.protocol.JsonReader;
import io.lodestone.server.protocol.Operation;
import io.lodestone.server.protocol.Reply;
import io.lodestone.server.protocol.Rule;
import io.lodestone.server.protocol.Shape;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

final class CreateDatabase implements Operation {
  /** Null members are absent ones. */
  record Request(String databaseName, String kmsKeyId, List<Tag> tags) {
    static final Shape<Request> SHAPE =
        Shape.<Request>named("CreateDatabaseRequest")
            .required("DatabaseName", Request::databaseName, ResourceNames.CREATED)
            .optional("KmsKeyId", Request::kmsKeyId, Rule.text(1, 2_048))
            .optional("Tags", Request::tags, Tag.LIST)
            .build();

    static Request read(JsonReader in) throws IOException {
      String databaseName = null;
      String kmsKeyId = null;
      List<Tag> tags = null;
      if (in.beginObject()) {
        while (in.nextMember()) {
          switch (in.member()) {
            case "DatabaseName" -> databaseName = in.string();
            case "KmsKeyId" -> kmsKeyId = in.string();
            case "Tags" -> tags = in.list(Tag::read);
            default -> in.skip();
          }
        }
      }
      return SHAPE.validate(new Request(databaseName, kmsKeyId, tags));
    }
  }

  private final Engine engine;
  private final Optional<String> encryptionKey;

  /**
   * @param encryptionKey of databases that are created without one
   */
  CreateDatabase(Engine engine, Optional<String> encryptionKey) {
    this.engine = engine;
    this.encryptionKey = encryptionKey;
  }

  @Override
  public String name() {
    return "CreateDatabase";
  }

  @Override
  public boolean asksForAccess() {
    return true;
  }

  @Override
  public Reply handle(Call call) {
    Request request = call.read(Request::read);
    call.access().require(ResourceNames.database(request.databaseName()));
    DatabaseEntry created =
        engine.createDatabase(
            new DatabaseName(request.databaseName()),
            Optional.ofNullable(request.kmsKeyId()).or(() -> encryptionKey),
            StreamTag.requireNone(Tag.toMap(request.tags())));
    return out -> {
      out.writeObjectFieldStart("Database");
      Resource.write(out, call.principal(), created, 0);
      out.writeEndObject();
    };
  }
}
