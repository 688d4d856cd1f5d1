package io.lodestone.server.timestream.scheduled;

import io.lodestone.server.protocol.Call;
import io.lodestone.server.protocol.JsonReader;
import io.lodestone.server.protocol.Operation;
import io.lodestone.server.protocol.Reply;
import io.lodestone.server.protocol.Rule;
import io.lodestone.server.protocol.Shape;
import java.io.IOException;
import java.time.Instant;

/**
 * Asks for a run of a scheduled query for some time, whatever its schedule says and whether it is
 * on. The run is remembered when the answer leaves, and begins soon after.
 */
final class ExecuteScheduledQuery implements Operation {
  /** Null members are absent ones. */
  record Request(String arn, Instant invocationTime, String clientToken, Insights insights) {
    static final Shape<Request> SHAPE =
        Shape.<Request>named("ExecuteScheduledQueryRequest")
            .required("ScheduledQueryArn", Request::arn, ScheduledQueryArn.RULE)
            .required("InvocationTime", Request::invocationTime, Rule.anything())
            .optional("ClientToken", Request::clientToken, Rule.text(32, 128))
            .optional("QueryInsights", Request::insights, Rule.structure(Insights.SHAPE))
            .build();

    static Request read(JsonReader in) throws IOException {
      String arn = null;
      Instant invocationTime = null;
      String clientToken = null;
      Insights insights = null;
      if (in.beginObject()) {
        while (in.nextMember()) {
          switch (in.member()) {
            case "ScheduledQueryArn" -> arn = in.string();
            case "InvocationTime" -> invocationTime = in.timestamp();
            case "ClientToken" -> clientToken = in.string();
            case "QueryInsights" -> insights = Insights.read(in);
            default -> in.skip();
          }
        }
      }
      return SHAPE.validate(new Request(arn, invocationTime, clientToken, insights));
    }
  }

  /** ScheduledQueryInsights: checked, and otherwise of no effect. */
  record Insights(String mode) {
    static final Shape<Insights> SHAPE =
        Shape.<Insights>named("ScheduledQueryInsights")
            .required("Mode", Insights::mode, Rule.oneOf("ENABLED_WITH_RATE_CONTROL", "DISABLED"))
            .build();

    static Insights read(JsonReader in) throws IOException {
      String mode = null;
      if (!in.beginObject()) {
        return null;
      }
      while (in.nextMember()) {
        switch (in.member()) {
          case "Mode" -> mode = in.string();
          default -> in.skip();
        }
      }
      return new Insights(mode);
    }
  }

  private final ScheduledQueries queries;

  ExecuteScheduledQuery(ScheduledQueries queries) {
    this.queries = queries;
  }

  @Override
  public String name() {
    return "ExecuteScheduledQuery";
  }

  @Override
  public boolean asksForAccess() {
    return true;
  }

  @Override
  public Reply handle(Call call) {
    Request request = call.read(Request::read);
    queries.execute(queries.require(call, request.arn()), request.invocationTime());
    return Reply.EMPTY;
  }
}
