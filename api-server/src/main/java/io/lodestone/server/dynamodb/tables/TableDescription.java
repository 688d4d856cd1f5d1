package io.lodestone.server.dynamodb.tables;

import com.fasterxml.jackson.core.JsonGenerator;
import io.lodestone.engine.Engine;
import io.lodestone.engine.TableSize;
import io.lodestone.engine.catalog.StreamSpecification;
import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.engine.feed.FeedStream;
import io.lodestone.server.auth.Principal;
import io.lodestone.server.protocol.EpochSeconds;
import io.lodestone.server.protocol.Reply;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;

/** What DynamoDB tells of a table. Stateless. */
public final class TableDescription {
  private TableDescription() {}

  /**
   * @param engine that holds the table
   * @param table as it is told
   */
  static Reply of(Engine engine, String member, Principal principal, TableEntry table) {
    TableSize size = engine.size(table.ref());
    Optional<Instant> latest =
        table.stream().map(StreamSpecification::since).or(() -> ended(engine, table));
    return out -> write(out, member, principal, table, size, latest);
  }

  /** When the table's last stream was switched on, as long as that is kept. */
  private static Optional<Instant> ended(Engine engine, TableEntry table) {
    return engine.changes().streams().stream()
        .filter(stream -> stream.tableId() == table.id())
        .map(FeedStream::since)
        .max(Comparator.naturalOrder());
  }

  private static void write(
      JsonGenerator out,
      String member,
      Principal principal,
      TableEntry table,
      TableSize size,
      Optional<Instant> latestStream)
      throws IOException {
    out.writeObjectFieldStart(member);
    out.writeStringField("TableName", DynamoDbTableName.of(table.ref()));
    out.writeStringField("TableArn", TableArn.of(principal, table));
    out.writeStringField(
        "TableId", new UUID(0x8000L | table.databaseId() << 16, table.id()).toString());
    out.writeStringField("TableStatus", "ACTIVE");
    EpochSeconds.write(out, "CreationDateTime", table.created());
    writeKeySchema(out);
    out.writeArrayFieldStart("AttributeDefinitions");
    writeAttribute(out, Item.SERIES, "S");
    writeAttribute(out, Item.TIME, "N");
    out.writeEndArray();
    out.writeObjectFieldStart("BillingModeSummary");
    out.writeStringField("BillingMode", "PAY_PER_REQUEST");
    out.writeEndObject();
    // What DynamoDB tells of a table that nobody has ordered throughput for.
    out.writeObjectFieldStart("ProvisionedThroughput");
    out.writeNumberField("NumberOfDecreasesToday", 0);
    out.writeNumberField("ReadCapacityUnits", 0);
    out.writeNumberField("WriteCapacityUnits", 0);
    out.writeEndObject();
    out.writeNumberField("ItemCount", size.points());
    out.writeNumberField("TableSizeBytes", size.bytes());
    out.writeBooleanField("DeletionProtectionEnabled", false);
    Optional<StreamSpecification> stream = table.stream();
    if (stream.isPresent()) {
      out.writeObjectFieldStart("StreamSpecification");
      out.writeBooleanField("StreamEnabled", true);
      out.writeStringField("StreamViewType", stream.get().view().name());
      out.writeEndObject();
    }
    if (latestStream.isPresent()) {
      out.writeStringField("LatestStreamLabel", TableArn.label(latestStream.get()));
      out.writeStringField(
          "LatestStreamArn", TableArn.ofStream(principal, table.ref(), latestStream.get()));
    }
    out.writeEndObject();
  }

  /** The key of every table's items. */
  public static void writeKeySchema(JsonGenerator out) throws IOException {
    out.writeArrayFieldStart("KeySchema");
    writeKey(out, Item.SERIES, "HASH");
    writeKey(out, Item.TIME, "RANGE");
    out.writeEndArray();
  }

  private static void writeKey(JsonGenerator out, String name, String type) throws IOException {
    out.writeStartObject();
    out.writeStringField("AttributeName", name);
    out.writeStringField("KeyType", type);
    out.writeEndObject();
  }

  private static void writeAttribute(JsonGenerator out, String name, String type)
      throws IOException {
    out.writeStartObject();
    out.writeStringField("AttributeName", name);
    out.writeStringField("AttributeType", type);
    out.writeEndObject();
  }
}
