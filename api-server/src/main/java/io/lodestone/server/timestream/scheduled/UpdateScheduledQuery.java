package io.lodestone.server.timestream.scheduled;

import io.lodestone.server.protocol.Call;
import io.lodestone.server.protocol.JsonReader;
import io.lodestone.server.protocol.Operation;
import io.lodestone.server.protocol.Reply;
import io.lodestone.server.protocol.Rule;
import io.lodestone.server.protocol.Shape;
import java.io.IOException;

/** Switches the schedule of a scheduled query on or off. */
final class UpdateScheduledQuery implements Operation {
  /** Null members are absent ones. */
  record Request(String arn, String state) {
    static final Shape<Request> SHAPE =
        Shape.<Request>named("UpdateScheduledQueryRequest")
            .required("ScheduledQueryArn", Request::arn, ScheduledQueryArn.RULE)
            .required("State", Request::state, Rule.oneOf("ENABLED", "DISABLED"))
            .build();

    static Request read(JsonReader in) throws IOException {
      String arn = null;
      String state = null;
      if (in.beginObject()) {
        while (in.nextMember()) {
          switch (in.member()) {
            case "ScheduledQueryArn" -> arn = in.string();
            case "State" -> state = in.string();
            default -> in.skip();
          }
        }
      }
      return SHAPE.validate(new Request(arn, state));
    }
  }

  private final ScheduledQueries queries;

  UpdateScheduledQuery(ScheduledQueries queries) {
    this.queries = queries;
  }

  @Override
  public String name() {
    return "UpdateScheduledQuery";
  }

  @Override
  public boolean asksForAccess() {
    return true;
  }

  @Override
  public Reply handle(Call call) {
    Request request = call.read(Request::read);
    queries.enable(queries.require(call, request.arn()), request.state().equals("ENABLED"));
    return Reply.EMPTY;
  }
}
