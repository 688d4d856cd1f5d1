package io.lodestone.server.timestream.write;

import io.lodestone.engine.Engine;
import io.lodestone.engine.catalog.Catalog;
import io.lodestone.engine.catalog.DatabaseEntry;
import io.lodestone.server.protocol.Call;
import io.lodestone.server.protocol.JsonReader;
import io.lodestone.server.protocol.Operation;
import io.lodestone.server.protocol.PageTokens;
import io.lodestone.server.protocol.Reply;
import io.lodestone.server.protocol.Rule;
import io.lodestone.server.protocol.Shape;
import java.io.IOException;

final class ListDatabases implements Operation {
  /** Null members are absent ones. */
  record Request(String nextToken, Integer maxResults) {
    static final Shape<Request> SHAPE =
        Shape.<Request>named("ListDatabasesRequest")
            .optional("NextToken", Request::nextToken, Rule.text())
            .optional("MaxResults", Request::maxResults, Rule.range(1, Page.SIZE_MAX))
            .build();

    static Request read(JsonReader in) throws IOException {
      String nextToken = null;
      Integer maxResults = null;
      if (in.beginObject()) {
        while (in.nextMember()) {
          switch (in.member()) {
            case "NextToken" -> nextToken = in.string();
            case "MaxResults" -> maxResults = in.integer();
            default -> in.skip();
          }
        }
      }
      return SHAPE.validate(new Request(nextToken, maxResults));
    }
  }

  private final Engine engine;
  private final PageTokens tokens;

  ListDatabases(Engine engine, PageTokens tokens) {
    this.engine = engine;
    this.tokens = tokens;
  }

  @Override
  public String name() {
    return "ListDatabases";
  }

  @Override
  public Reply handle(Call call) {
    Request request = call.read(Request::read);
    Catalog catalog = engine.catalog();
    Page<DatabaseEntry> page =
        Page.of(
            catalog.databases(),
            database -> database.name().value(),
            request.maxResults(),
            request.nextToken(),
            tokens,
            new PageTokens.Binding(name(), call.principal().accessKeyId(), ""));
    return out -> {
      out.writeArrayFieldStart("Databases");
      for (DatabaseEntry database : page.elements()) {
        out.writeStartObject();
        Resource.write(out, call.principal(), database, catalog.tables(database.name()).size());
        out.writeEndObject();
      }
      out.writeEndArray();
      if (page.nextToken().isPresent()) {
        out.writeStringField("NextToken", page.nextToken().get());
      }
    };
  }
}
