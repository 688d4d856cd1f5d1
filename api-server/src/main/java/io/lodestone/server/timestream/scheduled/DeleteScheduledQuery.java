package io.lodestone.server.timestream.scheduled;

import io.lodestone.server.protocol.Call;
import io.lodestone.server.protocol.JsonReader;
import io.lodestone.server.protocol.Operation;
import io.lodestone.server.protocol.Reply;
import io.lodestone.server.protocol.Shape;
import java.io.IOException;

/** Deletes a scheduled query. A run that goes on is broken off; what it has stored stays. */
final class DeleteScheduledQuery implements Operation {
  /** Null members are absent ones. */
  record Request(String arn) {
    static final Shape<Request> SHAPE =
        Shape.<Request>named("DeleteScheduledQueryRequest")
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
    Request request = call.read(Request::read);
    queries.delete(queries.require(call, request.arn()));
    return Reply.EMPTY;
  }
}
