package io.lodestone.server.timestream.scheduled;

import io.lodestone.server.protocol.Call;
import io.lodestone.server.protocol.JsonReader;
import io.lodestone.server.protocol.Operation;
import io.lodestone.server.protocol.PageTokens;
import io.lodestone.server.protocol.Reply;
import io.lodestone.server.protocol.Rule;
import io.lodestone.server.protocol.Shape;
import io.lodestone.server.timestream.write.Page;
import java.io.IOException;

/** Lists all scheduled queries, in the order of their names. */
final class ListScheduledQueries implements Operation {
  private static final int RESULTS_MAX = 1_000;

  /** Null members are absent ones. */
  record Request(Integer maxResults, String nextToken) {
    static final Shape<Request> SHAPE =
        Shape.<Request>named("ListScheduledQueriesRequest")
            .optional("MaxResults", Request::maxResults, Rule.range(1, RESULTS_MAX))
            .optional("NextToken", Request::nextToken, Rule.text())
            .build();

    static Request read(JsonReader in) throws IOException {
      Integer maxResults = null;
      String nextToken = null;
      if (in.beginObject()) {
        while (in.nextMember()) {
          switch (in.member()) {
            case "MaxResults" -> maxResults = in.integer();
            case "NextToken" -> nextToken = in.string();
            default -> in.skip();
          }
        }
      }
      return SHAPE.validate(new Request(maxResults, nextToken));
    }
  }

  private final ScheduledQueries queries;
  private final PageTokens tokens;

  ListScheduledQueries(ScheduledQueries queries, PageTokens tokens) {
    this.queries = queries;
    this.tokens = tokens;
  }

  @Override
  public String name() {
    return "ListScheduledQueries";
  }

  @Override
  public Reply handle(Call call) {
    Request request = call.read(Request::read);
    Page<ScheduledQueryJob> page =
        Page.of(
            queries.all(),
            job -> job.query().id(),
            request.maxResults() == null ? RESULTS_MAX : request.maxResults(),
            request.nextToken(),
            tokens,
            new PageTokens.Binding(name(), call.principal().accessKeyId(), ""));
    return out -> {
      out.writeArrayFieldStart("ScheduledQueries");
      for (ScheduledQueryJob job : page.elements()) {
        out.writeStartObject();
        ScheduledQueryDescription.writeBrief(out, call.principal(), job.query(), job.state());
        out.writeEndObject();
      }
      out.writeEndArray();
      if (page.nextToken().isPresent()) {
        out.writeStringField("NextToken", page.nextToken().get());
      }
    };
  }
}
