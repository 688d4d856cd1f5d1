package io.lodestone.server.timestream.write;

import io.lodestone.engine.Engine;
import io.lodestone.engine.catalog.Catalog;
import io.lodestone.engine.catalog.TableEntry;
import io.lodestone.server.protocol.Call;
import io.lodestone.server.protocol.JsonReader;
import io.lodestone.server.protocol.Operation;
import io.lodestone.server.protocol.PageTokens;
import io.lodestone.server.protocol.Reply;
import io.lodestone.server.protocol.Rule;
import io.lodestone.server.protocol.Shape;
import java.io.IOException;
import java.util.List;

final class ListTables implements Operation {
  /** Null members are absent ones; without a database, the tables of all are listed. */
  record Request(String databaseName, String nextToken, Integer maxResults) {
    static final Shape<Request> SHAPE =
        Shape.<Request>named("ListTablesRequest")
            .optional("DatabaseName", Request::databaseName, ResourceNames.USED)
            .optional("NextToken", Request::nextToken, Rule.text())
            .optional("MaxResults", Request::maxResults, Rule.range(1, Page.SIZE_MAX))
            .build();

    static Request read(JsonReader in) throws IOException {
      String databaseName = null;
      String nextToken = null;
      Integer maxResults = null;
      if (in.beginObject()) {
        while (in.nextMember()) {
          switch (in.member()) {
            case "DatabaseName" -> databaseName = in.string();
            case "NextToken" -> nextToken = in.string();
            case "MaxResults" -> maxResults = in.integer();
            default -> in.skip();
          }
        }
      }
      return SHAPE.validate(new Request(databaseName, nextToken, maxResults));
    }
  }

  private final Engine engine;
  private final PageTokens tokens;

  ListTables(Engine engine, PageTokens tokens) {
    this.engine = engine;
    this.tokens = tokens;
  }

  @Override
  public String name() {
    return "ListTables";
  }

  @Override
  public boolean asksForAccess() {
    return true;
  }

  @Override
  public Reply handle(Call call) {
    Request request = call.read(Request::read);
    Page<TableEntry> page =
        Page.of(
            tables(call, request.databaseName()),
            ListTables::key,
            request.maxResults(),
            request.nextToken(),
            tokens,
            new PageTokens.Binding(
                name(),
                call.principal().accessKeyId(),
                request.databaseName() == null ? "" : request.databaseName()));
    return out -> {
      out.writeArrayFieldStart("Tables");
      for (TableEntry table : page.elements()) {
        out.writeStartObject();
        Resource.write(out, call.principal(), table);
        out.writeEndObject();
      }
      out.writeEndArray();
      if (page.nextToken().isPresent()) {
        out.writeStringField("NextToken", page.nextToken().get());
      }
    };
  }

  private List<TableEntry> tables(Call call, String database) {
    Catalog catalog = engine.catalog();
    if (database == null) {
      call.access().require(ResourceNames.database("*"));
      return catalog.tables();
    }
    return catalog.tables(ResourceNames.database(call, catalog, database).name());
  }

  /**
   * In the order of the catalog: a character below all that names may hold stands between the two.
   */
  private static String key(TableEntry table) {
    return table.ref().database().value() + "\n" + table.ref().table().value();
  }
}
