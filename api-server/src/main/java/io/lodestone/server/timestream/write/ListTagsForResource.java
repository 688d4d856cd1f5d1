package io.lodestone.server.timestream.write;

import io.lodestone.engine.Engine;
import io.lodestone.engine.catalog.TagUpdate;
import io.lodestone.server.protocol.Call;
import io.lodestone.server.protocol.JsonReader;
import io.lodestone.server.protocol.Operation;
import io.lodestone.server.protocol.PageTokens;
import io.lodestone.server.protocol.Reply;
import io.lodestone.server.protocol.Rule;
import io.lodestone.server.protocol.Shape;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Lists the tags of a database, a table or a scheduled query in the order of their keys. The query
 * service has the operation too, and in pages; who sends no MaxResults gets all of them, as there
 * can be no more than a page holds.
 */
final class ListTagsForResource implements Operation {
  /** Null members are absent ones. */
  record Request(String resourceArn, Integer maxResults, String nextToken) {
    static final Shape<Request> SHAPE =
        Shape.<Request>named("ListTagsForResourceRequest")
            .required("ResourceARN", Request::resourceArn, ResourceArn.RULE)
            .optional("MaxResults", Request::maxResults, Rule.range(1, TagUpdate.TAGS_MAX))
            .optional("NextToken", Request::nextToken, Rule.text())
            .build();

    static Request read(JsonReader in) throws IOException {
      String resourceArn = null;
      Integer maxResults = null;
      String nextToken = null;
      if (in.beginObject()) {
        while (in.nextMember()) {
          switch (in.member()) {
            case "ResourceARN" -> resourceArn = in.string();
            case "MaxResults" -> maxResults = in.integer();
            case "NextToken" -> nextToken = in.string();
            default -> in.skip();
          }
        }
      }
      return SHAPE.validate(new Request(resourceArn, maxResults, nextToken));
    }
  }

  private final Engine engine;
  private final ScheduledQueryTags queries;
  private final PageTokens tokens;

  ListTagsForResource(Engine engine, ScheduledQueryTags queries, PageTokens tokens) {
    this.engine = engine;
    this.queries = queries;
    this.tokens = tokens;
  }

  @Override
  public String name() {
    return "ListTagsForResource";
  }

  @Override
  public boolean asksForAccess() {
    return true;
  }

  @Override
  public Reply handle(Call call) {
    Request request = call.read(Request::read);
    ResourceArn arn = ResourceArn.parse(call.principal(), request.resourceArn());
    Page<Map.Entry<String, String>> page =
        Page.of(
            List.copyOf(new TreeMap<>(arn.tags(call, engine.catalog(), queries)).entrySet()),
            Map.Entry::getKey,
            request.maxResults() == null ? TagUpdate.TAGS_MAX : request.maxResults(),
            request.nextToken(),
            tokens,
            new PageTokens.Binding(name(), call.principal().accessKeyId(), request.resourceArn()));
    return out -> {
      out.writeArrayFieldStart("Tags");
      for (Map.Entry<String, String> tag : page.elements()) {
        out.writeStartObject();
        out.writeStringField("Key", tag.getKey());
        out.writeStringField("Value", tag.getValue());
        out.writeEndObject();
      }
      out.writeEndArray();
      if (page.nextToken().isPresent()) {
        out.writeStringField("NextToken", page.nextToken().get());
      }
    };
  }
}
