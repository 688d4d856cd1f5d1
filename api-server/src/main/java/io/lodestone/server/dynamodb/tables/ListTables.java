package io.lodestone.server.dynamodb.tables;

import io.lodestone.engine.Engine;
import io.lodestone.server.protocol.Call;
import io.lodestone.server.protocol.JsonReader;
import io.lodestone.server.protocol.Operation;
import io.lodestone.server.protocol.Reply;
import io.lodestone.server.protocol.Rule;
import io.lodestone.server.protocol.Shape;
import java.io.IOException;
import java.util.List;

/** Lists the tables that clients of DynamoDB can name: where a page ends is a name, too. */
final class ListTables implements Operation {
  private static final int LIMIT_MAX = 100;

  /** Null members are absent ones. */
  record Request(String exclusiveStartTableName, Integer limit) {
    static final Shape<Request> SHAPE =
        Shape.<Request>named("ListTablesInput")
            .optional(
                "ExclusiveStartTableName",
                Request::exclusiveStartTableName,
                Rule.text(3, 255).matching("[a-zA-Z0-9_.-]+"))
            .optional("Limit", Request::limit, Rule.range(1, LIMIT_MAX))
            .build();

    static Request read(JsonReader in) throws IOException {
      String start = null;
      Integer limit = null;
      if (in.beginObject()) {
        while (in.nextMember()) {
          switch (in.member()) {
            case "ExclusiveStartTableName" -> start = in.string();
            case "Limit" -> limit = in.integer();
            default -> in.skip();
          }
        }
      }
      return SHAPE.validate(new Request(start, limit));
    }
  }

  private final Engine engine;

  ListTables(Engine engine) {
    this.engine = engine;
  }

  @Override
  public String name() {
    return "ListTables";
  }

  @Override
  public Reply handle(Call call) {
    Request request = call.read(Request::read);
    int limit = request.limit() == null ? LIMIT_MAX : request.limit();
    List<String> names =
        engine.catalog().tables().stream()
            .map(table -> DynamoDbTableName.of(table.ref()))
            .filter(DynamoDbTableName::isSpellable)
            .distinct()
            .sorted()
            .filter(
                name ->
                    request.exclusiveStartTableName() == null
                        || name.compareTo(request.exclusiveStartTableName()) > 0)
            .toList();
    return out -> {
      out.writeArrayFieldStart("TableNames");
      for (int i = 0; i < Math.min(limit, names.size()); i++) {
        out.writeString(names.get(i));
      }
      out.writeEndArray();
      if (names.size() > limit) {
        out.writeStringField("LastEvaluatedTableName", names.get(limit - 1));
      }
    };
  }
}
