package io.lodestone.server.timestream.write;

import io.lodestone.engine.Engine;
import io.lodestone.engine.catalog.TagUpdate;
import io.lodestone.server.protocol.Call;
import io.lodestone.server.protocol.JsonReader;
import io.lodestone.server.protocol.Operation;
import io.lodestone.server.protocol.Reply;
import io.lodestone.server.protocol.Rule;
import io.lodestone.server.protocol.Shape;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;

/**
 * Takes tags of a database, a table or a scheduled query away; a key that is not there is passed
 * over. The query service has the operation too.
 */
final class UntagResource implements Operation {
  /** Null members are absent ones. */
  record Request(String resourceArn, List<String> tagKeys) {
    static final Shape<Request> SHAPE =
        Shape.<Request>named("UntagResourceRequest")
            .required("ResourceARN", Request::resourceArn, ResourceArn.RULE)
            .required("TagKeys", Request::tagKeys, Rule.list(0, TagUpdate.TAGS_MAX, Tag.KEY))
            .build();

    static Request read(JsonReader in) throws IOException {
      String resourceArn = null;
      List<String> tagKeys = null;
      if (in.beginObject()) {
        while (in.nextMember()) {
          switch (in.member()) {
            case "ResourceARN" -> resourceArn = in.string();
            case "TagKeys" -> tagKeys = in.list(JsonReader::string);
            default -> in.skip();
          }
        }
      }
      return SHAPE.validate(new Request(resourceArn, tagKeys));
    }
  }

  /** Taking a tag away begins no stream. */
  private static final int NO_SHARDS = 0;

  private final Engine engine;
  private final ScheduledQueryTags queries;

  UntagResource(Engine engine, ScheduledQueryTags queries) {
    this.engine = engine;
    this.queries = queries;
  }

  @Override
  public String name() {
    return "UntagResource";
  }

  @Override
  public boolean asksForAccess() {
    return true;
  }

  @Override
  public Reply handle(Call call) {
    Request request = call.read(Request::read);
    ResourceArn.parse(call.principal(), request.resourceArn())
        .change(
            call, engine, queries, TagUpdate.removing(new HashSet<>(request.tagKeys())), NO_SHARDS);
    return Reply.EMPTY;
  }
}
