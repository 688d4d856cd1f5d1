package io.lodestone.server.dynamodb.tables;

import io.lodestone.engine.Engine;
import io.lodestone.engine.catalog.StreamView;
import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.model.InvalidRequestException;
import io.lodestone.server.protocol.Call;
import io.lodestone.server.protocol.ErrorType;
import io.lodestone.server.protocol.JsonReader;
import io.lodestone.server.protocol.Operation;
import io.lodestone.server.protocol.Reply;
import io.lodestone.server.protocol.Rule;
import io.lodestone.server.protocol.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

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

  /** What DynamoDB changes of a table besides its stream. */
  private static final Set<String> NOT_OFFERED =
      Set.of(
          "AttributeDefinitions",
          "BillingMode",
          "DeletionProtectionEnabled",
          "GlobalSecondaryIndexUpdates",
          "GlobalTableSettingsReplicationMode",
          "GlobalTableWitnessUpdates",
          "MultiRegionConsistency",
          "OnDemandThroughput",
          "ProvisionedThroughput",
          "ReplicaUpdates",
          "SSESpecification",
          "TableClass",
          "VectorIndexUpdates",
          "WarmThroughput");

  /**
   * Null members are absent ones.
   *
   * @param notOffered the names of members that ask for what is not offered
   */
  record Request(String tableName, Stream stream, List<String> notOffered) {
    static final Shape<Request> SHAPE =
        Shape.<Request>named("UpdateTableInput")
            .required("TableName", Request::tableName, DynamoDbTableName.RULE)
            .optional("StreamSpecification", Request::stream, Rule.structure(Stream.SHAPE))
            .build();

    static Request read(JsonReader in) throws IOException {
      String tableName = null;
      Stream stream = null;
      List<String> notOffered = new ArrayList<>();
      if (in.beginObject()) {
        while (in.nextMember()) {
          switch (in.member()) {
            case "TableName" -> tableName = in.string();
            case "StreamSpecification" -> stream = Stream.read(in);
            default -> {
              if (NOT_OFFERED.contains(in.member()) && !in.isNull()) {
                notOffered.add(in.member());
              }
              in.skip();
            }
          }
        }
      }
      return SHAPE.validate(new Request(tableName, stream, notOffered));
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
    TableEntry table =
        DynamoDbTableName.require(
            call, engine.catalog(), request.tableName(), ErrorType.RESOURCE_NOT_FOUND);
    Stream stream = request.stream();
    if (stream == null || !request.notOffered().isEmpty()) {
      throw new InvalidRequestException(
          "Of a table's settings UpdateTable changes StreamSpecification only"
              + (request.notOffered().isEmpty()
                  ? ", which is missing."
                  : ", found was " + String.join(", ", request.notOffered()) + "."));
    }
    TableEntry changed = stream.enabled() ? start(table, stream) : end(table, stream);
    return TableDescription.of(engine, "TableDescription", call.principal(), changed);
  }

  private TableEntry start(TableEntry table, Stream stream) {
    if (stream.viewType() == null) {
      throw new InvalidRequestException(
          "StreamViewType is required when a stream is enabled: NEW_IMAGE, OLD_IMAGE,"
              + " NEW_AND_OLD_IMAGES or KEYS_ONLY.");
    }
    DynamoDbTableName.requireSpellable(table.ref());
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
