package io.lodestone.server.timestream.scheduled;

import io.lodestone.server.protocol.Call;
import io.lodestone.server.protocol.JsonReader;
import io.lodestone.server.protocol.Operation;
import io.lodestone.server.protocol.Reply;
import io.lodestone.server.protocol.Shape;
import java.io.IOException;

/** Tells what a scheduled query is, and how its last runs ended. */
final class DescribeScheduledQuery implements Operation {
  /** Null members are absent ones. */
  record Request(String arn) {
    static final Shape<Request> SHAPE =
        Shape.<Request>named("DescribeScheduledQueryRequest")
            .required("ScheduledQueryArn", Request::arn, ScheduledQueryArn.RULE)
            .build();

    static Request read(JsonReader in) throws IOException {
      String arn = null;
      if (in.beginObject()) {
        while (in.nextMember()) {
          switch (in.member()) {
            case "ScheduledQueryArn" -> arn = in.string();
            default -> in.skip();
          }
        }
      }
      return SHAPE.validate(new Request(arn));
    }
  }

  private final ScheduledQueries queries;

  DescribeScheduledQuery(ScheduledQueries queries) {
    this.queries = queries;
  }

  @Override
  public String name() {
    return "DescribeScheduledQuery";
  }

  @Override
  public boolean asksForAccess() {
    return true;
  }

  @Override
  public Reply handle(Call call) {
    Request request = call.read(Request::read);
    ScheduledQueryJob job = queries.require(call, request.arn());
    return out -> {
      out.writeObjectFieldStart("ScheduledQuery");
      ScheduledQueryDescription.writeWhole(out, call.principal(), job.query(), job.state());
      out.writeEndObject();
    };
  }
}
