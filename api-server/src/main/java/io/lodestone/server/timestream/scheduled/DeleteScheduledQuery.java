package io.lodestone.server.timestream.scheduled;

import io.lodestone.server.protocol.Call;
import io.lodestone.server.protocol.Operation;
import io.lodestone.server.protocol.Reply;

/** Deletes a scheduled query. A run that goes on is broken off; what it has stored stays. */
final class DeleteScheduledQuery implements Operation {
  private final ScheduledQueries queries;

  DeleteScheduledQuery(ScheduledQueries queries) {
    this.queries = queries;
  }

  @Override
  public String name() {
    return "DeleteScheduledQuery";
  }

  @Override
  public boolean asksForAccess() {
    return true;
  }

  @Override
  public Reply handle(Call call) {
    ScheduledQueryRequest request =
        ScheduledQueryRequest.DELETE.validate(call.read(ScheduledQueryRequest::read));
    queries.delete(queries.require(call, request.arn()));
    return Reply.EMPTY;
  }
}
