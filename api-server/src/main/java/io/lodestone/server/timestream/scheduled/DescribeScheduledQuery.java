package io.lodestone.server.timestream.scheduled;

import io.lodestone.server.protocol.Call;
import io.lodestone.server.protocol.Operation;
import io.lodestone.server.protocol.Reply;

/** Tells what a scheduled query is, and how its last runs ended. */
final class DescribeScheduledQuery implements Operation {
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
    ScheduledQueryRequest request =
        ScheduledQueryRequest.DESCRIBE.validate(call.read(ScheduledQueryRequest::read));
    ScheduledQueryJob job = queries.require(call, request.arn());
    return out -> {
      out.writeObjectFieldStart("ScheduledQuery");
      ScheduledQueryDescription.writeWhole(out, call.principal(), job.query(), job.state());
      out.writeEndObject();
    };
  }
}
