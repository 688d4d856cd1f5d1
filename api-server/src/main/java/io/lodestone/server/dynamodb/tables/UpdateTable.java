package io.lodestone.server.dynamodb.tables;

import io.lodestone.engine.Engine;
import io.lodestone.engine.TableSize;
import io.lodestone.engine.catalog.StreamView;
import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.model.InvalidRequestException;
import io.lodestone.server.protocol.Call;
import io.lodestone.server.protocol.JsonReader;
import io.lodestone.server.protocol.Operation;
import io.lodestone.server.protocol.Reply;
import io.lodestone.server.protocol.Rule;
import io.lodestone.server.protocol.Shape;
import java.io.IOException;

/** Switches a table's stream on or off: of all that DynamoDB can change, what there is here. */
final class UpdateTable implements Operation {
  /** Null members are absent ones. */
  record Stream(Boolean enabled, String viewType) {
    static final Shape<Stream> SHAPE =
        Shape.<Stream>named("StreamSpecification")
            .required("StreamEnabled", Stream::enabled, Rule.anything())
            .optional(
                "StreamViewType",
                Stream::viewType,
                Rule.oneOf("NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES", "KEYS_ONLY"))
            .build();

    static Stream read(JsonReader in) throws IOException {
      if (!in.beginObject()) {
        return null;
      }
      Boolean enabled = null;
      String viewType = null;
      while (in.nextMember()) {
        switch (in.member()) {
          case "StreamEnabled" -> enabled = in.bool();
          case "StreamViewType" -> viewType = in.string();
          default -> in.skip();
        }
      }
      return new Stream(enabled, viewType);
    }
  }

  /** Null members are absent ones. */
  record Request(String tableName, Stream stream) {
    static final Shape<Request> SHAPE =
        Shape.<Request>named("UpdateTableInput")
            .required("TableName", Request::tableName, DynamoDbTableName.RULE)
            .optional("StreamSpecification", Request::stream, Rule.structure(Stream.SHAPE))
            .build();

    static Request read(JsonReader in) throws IOException {
      String tableName = null;
      Stream stream = null;
      if (in.beginObject()) {
        while (in.nextMember()) {
          switch (in.member()) {
            case "TableName" -> tableName = in.string();
            case "StreamSpecification" -> stream = Stream.read(in);
            default -> in.skip();
          }
        }
      }
      return SHAPE.validate(new Request(tableName, stream));
    }
  }

  private final Engine engine;
  private final int shards;

  UpdateTable(Engine engine, int shards) {
    this.engine = engine;
    this.shards = shards;
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
    Request request = call.read(Request::read);
    call.access().require("table/" + DynamoDbTableName.plain(request.tableName()));
    TableEntry table = DynamoDbTableName.require(engine.catalog(), request.tableName());
    Stream stream = request.stream();
    if (stream == null) {
      throw new InvalidRequestException(
          "Nothing to be updated: of a table's settings UpdateTable changes StreamSpecification"
              + " only.");
    }
    TableEntry changed = stream.enabled() ? start(table, stream) : end(table, stream);
    TableSize size = engine.size(table.ref());
    return out -> TableDescription.write(out, "TableDescription", call.principal(), changed, size);
  }

  private TableEntry start(TableEntry table, Stream stream) {
    if (stream.viewType() == null) {
      throw new InvalidRequestException(
          "StreamViewType is required when a stream is enabled: NEW_IMAGE, OLD_IMAGE,"
              + " NEW_AND_OLD_IMAGES or KEYS_ONLY.");
    }
    DynamoDbTableName.requireUsable(engine.catalog(), table.ref());
    return engine.startStream(table.ref(), StreamView.valueOf(stream.viewType()), shards);
  }

  private TableEntry end(TableEntry table, Stream stream) {
    if (stream.viewType() != null) {
      throw new InvalidRequestException(
          "StreamViewType must not be given when a stream is disabled.");
    }
    return engine.endStream(table.ref());
  }
}
