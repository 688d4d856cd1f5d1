package io.lodestone.server.timestream.write;

import io.lodestone.engine.Engine;
import io.lodestone.engine.catalog.TagUpdate;
import io.lodestone.server.protocol.Call;
import io.lodestone.server.protocol.JsonReader;
import io.lodestone.server.protocol.Operation;
import io.lodestone.server.protocol.Reply;
import io.lodestone.server.protocol.Shape;
import java.io.IOException;
import java.util.List;

/**
 * Sets tags of a database, a table or a scheduled query. The query service has the operation too.
 */
final class TagResource implements Operation {
  /** Null members are absent ones. */
  record Request(String resourceArn, List<Tag> tags) {
    static final Shape<Request> SHAPE =
        Shape.<Request>named("TagResourceRequest")
            .required("ResourceARN", Request::resourceArn, ResourceArn.RULE)
            .required("Tags", Request::tags, Tag.LIST)
            .build();

    static Request read(JsonReader in) throws IOException {
      String resourceArn = null;
      List<Tag> tags = null;
      if (in.beginObject()) {
        while (in.nextMember()) {
          switch (in.member()) {
            case "ResourceARN" -> resourceArn = in.string();
            case "Tags" -> tags = in.list(Tag::read);
            default -> in.skip();
          }
        }
      }
      return SHAPE.validate(new Request(resourceArn, tags));
    }
  }

  private final Engine engine;
  private final ScheduledQueryTags queries;
  private final int streamShards;

  /**
   * @param streamShards of a stream that a tag switches on
   */
  TagResource(Engine engine, ScheduledQueryTags queries, int streamShards) {
    this.engine = engine;
    this.queries = queries;
    this.streamShards = streamShards;
  }

  @Override
  public String name() {
    return "TagResource";
  }

  @Override
  public boolean asksForAccess() {
    return true;
  }

  @Override
  public Reply handle(Call call) {
    Request request = call.read(Request::read);
    ResourceArn arn = ResourceArn.parse(call.principal(), request.resourceArn());
    TagUpdate update = TagUpdate.adding(Tag.toMap(request.tags()));
    arn.change(call, engine, queries, update, streamShards);
    return Reply.EMPTY;
  }
}
