package io.lodestone.sql.analysis;

import io.lodestone.sql.function.Frame;
import io.lodestone.sql.function.Frame.Bound;
import io.lodestone.sql.function.Frame.Mode;
import io.lodestone.sql.function.Frame.Place;
import io.lodestone.sql.function.Term;
import io.lodestone.sql.function.WindowFunction;
import io.lodestone.sql.function.WindowTerm;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.SqlType.Scalar;
import io.trino.sql.tree.FrameBound;
import io.trino.sql.tree.FunctionCall;
import io.trino.sql.tree.OrderBy;
import io.trino.sql.tree.SortItem;
import io.trino.sql.tree.WindowFrame;
import io.trino.sql.tree.WindowSpecification;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns {@code f(...) OVER (...)} into terms. */
final class WindowAnalyzer {
  private final Statement statement;
  private final ExpressionAnalyzer expressions;
  private final Applications applications;

  WindowAnalyzer(Statement statement, ExpressionAnalyzer expressions) {
    this.statement = statement;
    this.expressions = expressions;
    this.applications = new Applications(statement);
  }

  Term analyze(String name, FunctionCall call) {
    WindowSpecification window = expressions.windows().whole(call.getWindow().get(), statement);
    if (call.isDistinct()) {
      throw SemanticException.notSupported(
          statement.positionOf(call), "DISTINCT in window function parameters");
    }
    WindowFunction function = function(name, call);
    List<Term> arguments = new ArrayList<>();
    for (int i = 0; i < function.arguments().size(); i++) {
      arguments.add(
          applications.coerce(
              expressions.analyze(call.argumentValues().get(i)),
              function.arguments().get(i),
              call));
    }
    boolean ignoresNulls =
        call.getNullTreatment().filter(t -> t == FunctionCall.NullTreatment.IGNORE).isPresent();
    if (call.getNullTreatment().isPresent() && !readsValues(function)) {
      throw SemanticException.at(
          statement.positionOf(call), "Cannot specify null treatment clause for " + name);
    }
    if (call.getFilter().isPresent() && function.aggregate().isEmpty()) {
      throw SemanticException.at(
          statement.positionOf(call), "Filter is only valid for aggregation functions");
    }
    List<WindowTerm.Order> order = new ArrayList<>(order(window.getOrderBy()));
    Frame frame = window.getFrame().map(f -> frame(f, order)).orElse(Frame.UP_TO_PEERS);
    WindowTerm term =
        new WindowTerm(
            function,
            arguments,
            call.getFilter().map(filter -> expressions.condition(filter, "FILTER")),
            ignoresNulls,
            window.getPartitionBy().stream().map(expressions::analyze).toList(),
            order,
            isFramed(function) ? frame : Frame.UP_TO_PEERS);
    if (term.parts().stream().anyMatch(Term::hasWindow)) {
      throw SemanticException.at(
          statement.positionOf(call),
          "Cannot nest window functions or row pattern measures inside window specification");
    }
    return term;
  }

  private WindowFunction function(String name, FunctionCall call) {
    List<SqlType> types =
        call.argumentValues().stream().map(expressions::analyze).map(Term::type).toList();
    if (!WindowFunction.isName(name)) {
      return WindowFunction.of(
          statement
              .functions()
              .aggregate(name, types)
              .orElseThrow(() -> applications.wrongArguments(name, types, call)));
    }
    return WindowFunction.named(name, types)
        .orElseThrow(
            () -> applications.unexpectedTypes(name, types, WindowFunction.usage(name), call));
  }

  /** Whether the function takes a value from another row, and may pass over NULL. */
  private static boolean readsValues(WindowFunction function) {
    return switch (function.kind()) {
      case LAG, LEAD, FIRST_VALUE, LAST_VALUE, NTH_VALUE -> true;
      default -> false;
    };
  }

  /** A frame means something to these alone; others are asked with one and do not look at it. */
  private static boolean isFramed(WindowFunction function) {
    return switch (function.kind()) {
      case AGGREGATE, FIRST_VALUE, LAST_VALUE, NTH_VALUE -> true;
      default -> false;
    };
  }

  private List<WindowTerm.Order> order(Optional<OrderBy> orderBy) {
    List<SortItem> items = orderBy.map(OrderBy::getSortItems).orElse(List.of());
    return items.stream()
        .map(
            item ->
                new WindowTerm.Order(
                    expressions.analyze(item.getSortKey()),
                    item.getOrdering() == SortItem.Ordering.ASCENDING,
                    item.getNullOrdering() == SortItem.NullOrdering.FIRST))
        .toList();
  }

  // Frames.

  private Frame frame(WindowFrame frame, List<WindowTerm.Order> order) {
    Mode mode =
        switch (frame.getType()) {
          case ROWS -> Mode.ROWS;
          case RANGE -> Mode.RANGE;
          case GROUPS -> Mode.GROUPS;
        };
    if (frame.getPattern().isPresent() || !frame.getMeasures().isEmpty()) {
      throw SemanticException.notSupported(statement.positionOf(frame), "A row pattern");
    }
    FrameBound start = frame.getStart();
    FrameBound end =
        frame
            .getEnd()
            .orElseGet(() -> new FrameBound(location(frame), FrameBound.Type.CURRENT_ROW));
    check(start, end, frame);
    boolean measured = start.getValue().isPresent() || end.getValue().isPresent();
    if (mode == Mode.GROUPS && order.isEmpty()) {
      throw SemanticException.at(
          statement.positionOf(frame), "Window frame of type GROUPS requires ORDER BY");
    }
    if (mode == Mode.RANGE && measured && order.size() != 1) {
      throw SemanticException.at(
          statement.positionOf(frame),
          order.isEmpty()
              ? "Window frame of type RANGE PRECEDING or FOLLOWING requires ORDER BY"
              : "Window frame of type RANGE PRECEDING or FOLLOWING requires single sort item in"
                  + " ORDER BY (actual: "
                  + order.size()
                  + ")");
    }
    return new Frame(mode, bound(mode, start, order), bound(mode, end, order));
  }

  private static io.trino.sql.tree.NodeLocation location(WindowFrame frame) {
    return frame.getLocation().orElseThrow();
  }

  private void check(FrameBound start, FrameBound end, WindowFrame frame) {
    String wrong = null;
    if (placeOf(start) == Place.LAST) {
      wrong = "Window frame start cannot be UNBOUNDED FOLLOWING";
    } else if (placeOf(end) == Place.FIRST) {
      wrong = "Window frame end cannot be UNBOUNDED PRECEDING";
    } else if (placeOf(start).compareTo(placeOf(end)) > 0) {
      wrong =
          "Window frame starting from %s cannot end with %s"
              .formatted(nameOf(placeOf(start)), nameOf(placeOf(end)));
    }
    if (wrong != null) {
      throw SemanticException.at(statement.positionOf(frame), wrong);
    }
  }

  private static String nameOf(Place place) {
    return place == Place.CURRENT ? "CURRENT ROW" : place.name();
  }

  private static Place placeOf(FrameBound bound) {
    return switch (bound.getType()) {
      case UNBOUNDED_PRECEDING -> Place.FIRST;
      case PRECEDING -> Place.PRECEDING;
      case CURRENT_ROW -> Place.CURRENT;
      case FOLLOWING -> Place.FOLLOWING;
      case UNBOUNDED_FOLLOWING -> Place.LAST;
    };
  }

  private Bound bound(Mode mode, FrameBound bound, List<WindowTerm.Order> order) {
    Place place = placeOf(bound);
    if (bound.getValue().isEmpty()) {
      return new Bound(place, Optional.empty());
    }
    Term distance = expressions.analyze(bound.getValue().get());
    if (mode == Mode.RANGE) {
      return new Bound(place, Optional.of(edge(place, distance, order.getFirst(), bound)));
    }
    if (distance.type() != Scalar.INTEGER && distance.type() != Scalar.BIGINT) {
      throw SemanticException.at(
          statement.positionOf(bound),
          "Window frame %s value type must be exact numeric type with scale 0 (actual %s)"
              .formatted(mode, distance.type().displayName()));
    }
    return new Bound(place, Optional.of(applications.coerce(distance, Scalar.BIGINT, bound)));
  }

  /** The value of the sort key at the end of the frame. */
  private Term edge(Place place, Term distance, WindowTerm.Order order, FrameBound bound) {
    boolean less = (place == Place.PRECEDING) == order.ascending();
    Term edge =
        applications.operator(
            less ? "-" : "+", less ? "-" : "+", List.of(order.term(), distance), bound);
    if (!edge.type().equals(order.term().type())) {
      throw SemanticException.at(
          statement.positionOf(bound),
          "Window frame of type RANGE does not match type of sort item: %s, %s"
              .formatted(order.term().type().displayName(), distance.type().displayName()));
    }
    return edge;
  }
}
