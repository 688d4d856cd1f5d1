package io.lodestone.server.timestream.query;

import io.lodestone.server.protocol.Call;
import io.lodestone.server.protocol.JsonReader;
import io.lodestone.server.protocol.Operation;
import io.lodestone.server.protocol.Reply;
import io.lodestone.server.protocol.Rule;
import io.lodestone.server.protocol.Shape;
import java.io.IOException;

/**
 * Ends a query that runs or has pages left. A client learns the id of a query with its first page;
 * one that works for long answers with an empty one, and can be ended by it.
 */
final class CancelQuery implements Operation {
  /** Null members are absent ones. */
  record Request(String queryId) {
    static final Shape<Request> SHAPE =
        Shape.<Request>named("CancelQueryRequest")
            .required("QueryId", Request::queryId, Rule.text(1, 64).matching("[a-zA-Z0-9]+"))
            .build();

    static Request read(JsonReader in) throws IOException {
      String queryId = null;
      if (in.beginObject()) {
        while (in.nextMember()) {
          switch (in.member()) {
            case "QueryId" -> queryId = in.string();
            default -> in.skip();
          }
        }
      }
      return SHAPE.validate(new Request(queryId));
    }
  }

  private final OpenResults results;

  CancelQuery(OpenResults results) {
    this.results = results;
  }

  @Override
  public String name() {
    return "CancelQuery";
  }

  @Override
  public boolean isAboutPoints() {
    return true;
  }

  @Override
  public Reply handle(Call call) {
    Request request = call.read(Request::read);
    OpenResult result =
        results
            .find(request.queryId(), call.principal().accessKeyId())
            .orElseThrow(QueryErrors::notRunning);
    boolean first = result.cancel();
    String message =
        first ? "The query has been cancelled." : "The query has already been cancelled.";
    return out -> out.writeStringField("CancellationMessage", message);
  }
}
