package io.lodestone.server.timestream.query;

import io.lodestone.server.protocol.Call;
import io.lodestone.server.protocol.JsonReader;
import io.lodestone.server.protocol.Operation;
import io.lodestone.server.protocol.PageTokens;
import io.lodestone.server.protocol.Reply;
import io.lodestone.server.protocol.Rule;
import io.lodestone.server.protocol.Shape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Runs a statement and answers its first page, or, with a token, a later page of one that runs
 * already. A token holds the id of the query and the number of the page, and is bound to the caller
 * and to the statement's text.
 */
final class Query implements Operation {
  private static final int ROWS_MAX = 1_000;

  /** Null members are absent ones. */
  record Request(
      String queryString,
      String clientToken,
      String nextToken,
      Integer maxRows,
      Insights insights) {
    /** The text of a statement. */
    static final Rule<String> STATEMENT = Rule.text(1, 262_144);

    static final Shape<Request> SHAPE =
        Shape.<Request>named("QueryRequest")
            .required("QueryString", Request::queryString, STATEMENT)
            .optional("ClientToken", Request::clientToken, Rule.text(32, 128))
            .optional("NextToken", Request::nextToken, Rule.text(1, 2_048))
            .optional("MaxRows", Request::maxRows, Rule.range(1, ROWS_MAX))
            .optional("QueryInsights", Request::insights, Rule.structure(Insights.SHAPE))
            .build();

    static Request read(JsonReader in) throws IOException {
      String queryString = null;
      String clientToken = null;
      String nextToken = null;
      Integer maxRows = null;
      Insights insights = null;
      if (in.beginObject()) {
        while (in.nextMember()) {
          switch (in.member()) {
            case "QueryString" -> queryString = in.string();
            case "ClientToken" -> clientToken = in.string();
            case "NextToken" -> nextToken = in.string();
            case "MaxRows" -> maxRows = in.integer();
            case "QueryInsights" -> insights = Insights.read(in);
            default -> in.skip();
          }
        }
      }
      return SHAPE.validate(new Request(queryString, clientToken, nextToken, maxRows, insights));
    }

    boolean wantsInsights() {
      return insights != null && insights.mode().equals(Insights.ENABLED);
    }

    /** All that a client token stands for. */
    String withoutTokens() {
      return maxRows + " " + wantsInsights() + " " + queryString;
    }

    /** Without the client's wish, a page is bounded by its bytes alone. */
    int rowsMax() {
      return maxRows == null ? Integer.MAX_VALUE : maxRows;
    }
  }

  /** QueryInsights. A null member is an absent one. */
  record Insights(String mode) {
    private static final String ENABLED = "ENABLED_WITH_RATE_CONTROL";

    static final Shape<Insights> SHAPE =
        Shape.<Insights>named("QueryInsights")
            .required("Mode", Insights::mode, Rule.oneOf(ENABLED, "DISABLED"))
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

  private final QueryStarter starter;
  private final OpenResults results;
  private final PageTokens tokens;
  private final ClientTokens clientTokens;

  Query(QueryStarter starter, OpenResults results, PageTokens tokens, ClientTokens clientTokens) {
    this.starter = starter;
    this.results = results;
    this.tokens = tokens;
    this.clientTokens = clientTokens;
  }

  @Override
  public String name() {
    return "Query";
  }

  @Override
  public boolean asksForAccess() {
    return true;
  }

  @Override
  public boolean isAboutPoints() {
    return true;
  }

  @Override
  public Reply handle(Call call) {
    Request request = call.read(Request::read);
    PageTokens.Binding binding =
        new PageTokens.Binding(name(), call.principal().accessKeyId(), request.queryString());
    return request.nextToken() == null
        ? firstPage(call, request, binding)
        : laterPage(call, request, binding);
  }

  private ResultPage firstPage(Call call, Request request, PageTokens.Binding binding) {
    Optional<ResultPage> again = sameAgain(call, request, binding);
    if (again.isPresent()) {
      return again.get();
    }
    OpenResult result = starter.start(call, request.queryString(), request.wantsInsights());
    // Nobody knows of the query yet: it is of no use to anybody when its client has gone.
    call.client().onDeparture(() -> results.remove(result));
    results.keep(result);
    if (request.clientToken() != null) {
      clientTokens.begun(
          call.principal().accessKeyId(),
          request.clientToken(),
          request.withoutTokens(),
          result.queryId());
    }
    try {
      return result.page(0, request.rowsMax(), number -> token(binding, result, number));
    } catch (RuntimeException failure) {
      results.remove(result);
      throw failure;
    } finally {
      call.client().stays();
      if (result.isComplete()) {
        results.remove(result);
      }
    }
  }

  /**
   * The first page of a query that the same client token has begun, while nobody has read on. Later
   * it begins another query, which changes nothing either.
   */
  private Optional<ResultPage> sameAgain(Call call, Request request, PageTokens.Binding binding) {
    if (request.clientToken() == null) {
      return Optional.empty();
    }
    String caller = call.principal().accessKeyId();
    Optional<OpenResult> begun =
        clientTokens
            .find(caller, request.clientToken(), request.withoutTokens())
            .flatMap(queryId -> results.find(queryId, caller))
            .filter(OpenResult::isAtFirstPage);
    if (begun.isEmpty()) {
      return Optional.empty();
    }
    OpenResult result = begun.get();
    result.asked().forEach(call.access()::require);
    return Optional.of(result.page(0, request.rowsMax(), number -> token(binding, result, number)));
  }

  private ResultPage laterPage(Call call, Request request, PageTokens.Binding binding) {
    String place = new String(tokens.open(binding, request.nextToken()), StandardCharsets.UTF_8);
    int separator = place.indexOf('.');
    String queryId = place.substring(0, separator);
    int number = Integer.parseInt(place, separator + 1, place.length(), 10);
    OpenResult result =
        results
            .find(queryId, call.principal().accessKeyId())
            .orElseThrow(QueryErrors::invalidToken);
    // The caller's policy may have changed since the page before.
    result.asked().forEach(call.access()::require);
    ResultPage page = result.page(number, request.rowsMax(), next -> token(binding, result, next));
    results.keep(result);
    return page;
  }

  private String token(PageTokens.Binding binding, OpenResult result, int number) {
    String place = result.queryId() + "." + number;
    return tokens.issue(binding, place.getBytes(StandardCharsets.UTF_8));
  }
}
