package io.lodestone.server.timestream.query;

import com.fasterxml.jackson.core.JsonGenerator;
import io.lodestone.server.protocol.Call;
import io.lodestone.server.protocol.ErrorType;
import io.lodestone.server.protocol.JsonReader;
import io.lodestone.server.protocol.Operation;
import io.lodestone.server.protocol.Reply;
import io.lodestone.server.protocol.Rule;
import io.lodestone.server.protocol.ServiceException;
import io.lodestone.server.protocol.Shape;
import io.lodestone.server.timestream.query.json.ColumnDescription;
import io.lodestone.sql.PreparedQuery;
import io.lodestone.sql.SqlException;
import java.io.IOException;

/**
 * Tells the columns that a query would have, and the parameters that it has to be given. Stores
 * nothing, as in Timestream, where only a validation is offered.
 */
final class PrepareQuery implements Operation {
  /** Null members are absent ones. */
  record Request(String queryString, Boolean validateOnly) {
    static final Shape<Request> SHAPE =
        Shape.<Request>named("PrepareQueryRequest")
            .required("QueryString", Request::queryString, Query.Request.STATEMENT)
            .optional("ValidateOnly", Request::validateOnly, Rule.anything())
            .build();

    static Request read(JsonReader in) throws IOException {
      String queryString = null;
      Boolean validateOnly = null;
      if (in.beginObject()) {
        while (in.nextMember()) {
          switch (in.member()) {
            case "QueryString" -> queryString = in.string();
            case "ValidateOnly" -> validateOnly = in.bool();
            default -> in.skip();
          }
        }
      }
      return SHAPE.validate(new Request(queryString, validateOnly));
    }
  }

  private final Statements statements;

  PrepareQuery(Statements statements) {
    this.statements = statements;
  }

  @Override
  public String name() {
    return "PrepareQuery";
  }

  @Override
  public boolean asksForAccess() {
    return true;
  }

  @Override
  public Reply handle(Call call) {
    Request request = call.read(Request::read);
    call.access().requireAnywhere(name());
    if (!Boolean.TRUE.equals(request.validateOnly())) {
      throw new ServiceException(
          ErrorType.VALIDATION, "PrepareQuery is supported with ValidateOnly set to true only.");
    }
    try {
      PreparedQuery prepared = statements.prepare(request.queryString(), call.access());
      return out -> write(out, request.queryString(), prepared);
    } catch (SqlException failure) {
      // Nothing runs: whatever is wrong is wrong with the request.
      throw new ServiceException(ErrorType.VALIDATION, failure.getMessage());
    }
  }

  private static void write(JsonGenerator out, String statement, PreparedQuery prepared)
      throws IOException {
    out.writeStringField("QueryString", statement);
    out.writeArrayFieldStart("Columns");
    for (PreparedQuery.Column column : prepared.columns()) {
      out.writeStartObject();
      out.writeStringField("Name", column.name());
      ColumnDescription.writeType(out, column.type());
      if (column.table().isPresent()) {
        out.writeStringField("DatabaseName", column.table().get().database().value());
        out.writeStringField("TableName", column.table().get().table().value());
      }
      out.writeBooleanField("Aliased", column.isAliased());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeArrayFieldStart("Parameters");
    for (PreparedQuery.Parameter parameter : prepared.parameters()) {
      out.writeStartObject();
      out.writeStringField("Name", parameter.name());
      ColumnDescription.writeType(out, parameter.type());
      out.writeEndObject();
    }
    out.writeEndArray();
  }
}
