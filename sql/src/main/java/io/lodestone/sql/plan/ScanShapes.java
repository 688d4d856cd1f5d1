package io.lodestone.sql.plan;

import io.lodestone.scan.Aggregate;
import io.lodestone.scan.AggregateRequest;
import io.lodestone.scan.Column;
import io.lodestone.scan.Grouping;
import io.lodestone.scan.ScanRequest;
import io.lodestone.sql.function.Term;
import io.lodestone.sql.plan.PlanNode.Aggregation;
import io.lodestone.sql.plan.PlanNode.Scan;
import io.lodestone.sql.type.SortKey;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.SqlType.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Steps that a scan does by itself: groups of its points by series columns and a bin of time, and
 * the first rows in the order of time. Steps of any other shape stay as they are.
 */
final class ScanShapes {
  private ScanShapes() {}

  /** A scan with nothing but columns and constants computed above it. */
  private record Columns(Scan scan, List<Term> terms) {
    static Optional<Columns> of(PlanNode node) {
      return switch (node) {
        case Scan scan when scan.request().limit() == ScanRequest.NO_LIMIT -> {
          List<Term> terms = new ArrayList<>();
          for (int i = 0; i < scan.types().size(); i++) {
            terms.add(new Term.Input(i, scan.types().get(i)));
          }
          yield Optional.of(new Columns(scan, terms));
        }
        case PlanNode.Project project
            when project.source() instanceof Scan scan
                && scan.request().limit() == ScanRequest.NO_LIMIT ->
            Optional.of(new Columns(scan, project.terms()));
        default -> Optional.empty();
      };
    }

    Optional<Column> column(Term term) {
      return term instanceof Term.Input(int column, var _)
          ? Optional.of(scan.columns().get(column))
          : Optional.empty();
    }
  }

  // Rows in the order of time.

  /** The first rows in an order, read in it if the scan can. */
  static PlanNode top(PlanNode.Top top) {
    Optional<Columns> columns = Columns.of(top.source());
    if (columns.isEmpty() || top.order().size() != 1) {
      return top;
    }
    SortKey key = top.order().getFirst();
    boolean byTime =
        columns
            .get()
            .column(columns.get().terms().get(key.column()))
            .filter(column -> column.kind() == Column.Kind.TIME)
            .isPresent();
    return byTime
        ? limited(
            top.source(),
            key.ascending() ? ScanRequest.Order.TIME_ASCENDING : ScanRequest.Order.TIME_DESCENDING,
            top.count())
        : top;
  }

  /** So many rows, of which the scan yields no more. */
  static PlanNode limit(PlanNode.Limit limit) {
    return Columns.of(limit.source()).isEmpty()
        ? limit
        : limited(limit.source(), ScanRequest.Order.ANY, limit.count());
  }

  private static PlanNode limited(PlanNode node, ScanRequest.Order order, long count) {
    return switch (node) {
      case Scan scan ->
          new Scan(
              scan.table(),
              scan.request().withOrder(order).withLimit(count),
              scan.columns(),
              scan.types());
      case PlanNode.Project project ->
          new PlanNode.Project(limited(project.source(), order, count), project.terms());
      default -> throw new IllegalArgumentException("no scan");
    };
  }

  // Groups.

  /** Groups, computed where the points lie if the scan can. */
  static PlanNode group(PlanNode.Group group) {
    return Columns.of(group.source())
        .filter(_ -> group.sets().isEmpty() && !group.aggregations().isEmpty())
        .flatMap(columns -> aggregated(group, columns))
        .orElse(group);
  }

  private static Optional<PlanNode> aggregated(PlanNode.Group group, Columns columns) {
    List<String> keys = new ArrayList<>();
    long binNanos = 0;
    int bin = -1;
    for (int i = 0; i < group.keyCount(); i++) {
      Term key = columns.terms().get(i);
      Optional<Column> column = columns.column(key).filter(ScanShapes::isOfSeries);
      long nanos = binOf(key, columns);
      if (column.isPresent() && !keys.contains(column.get().name())) {
        keys.add(column.get().name());
      } else if (nanos > 0 && bin < 0) {
        bin = i;
        binNanos = nanos;
      } else {
        return Optional.empty();
      }
    }
    List<Aggregate> aggregates = new ArrayList<>();
    for (Aggregation aggregation : group.aggregations()) {
      Optional<Aggregate> aggregate = aggregate(aggregation, columns);
      if (aggregate.isEmpty()) {
        return Optional.empty();
      }
      aggregates.add(aggregate.get());
    }
    ScanRequest scan = columns.scan().request();
    AggregateRequest request =
        new AggregateRequest(
            scan.range(),
            scan.series(),
            scan.values(),
            new Grouping(false, keys, binNanos),
            aggregates,
            scan.limits());
    return Optional.of(inOrder(group, columns.scan(), request, bin));
  }

  /** The answer has the bin after the columns; the group has it where the statement does. */
  private static PlanNode inOrder(
      PlanNode.Group group, Scan scan, AggregateRequest request, int bin) {
    List<SqlType> types = new ArrayList<>(group.types());
    if (bin >= 0) {
      types.add(group.keyCount() - 1, types.remove(bin));
    }
    List<Term> order = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      order.add(new Term.Input(i, types.get(i)));
    }
    if (bin >= 0) {
      order.add(bin, order.remove(group.keyCount() - 1));
    }
    return Planner.project(new PlanNode.ScanGroups(scan.table(), request, types), order);
  }

  private static boolean isOfSeries(Column column) {
    return column.kind() == Column.Kind.DIMENSION || column.kind() == Column.Kind.MEASURE_NAME;
  }

  /** The width of {@code bin(time, width)}; 0 for any other term. */
  private static long binOf(Term term, Columns columns) {
    return term instanceof Term.Call(var function, List<Term> arguments)
            && function.name().equals("bin")
            && columns
                .column(arguments.get(0))
                .filter(column -> column.kind() == Column.Kind.TIME)
                .isPresent()
            && arguments.get(1) instanceof Term.Constant(SqlType type, Long nanos)
            && type == Scalar.INTERVAL_DAY_TO_SECOND
        ? Math.max(nanos, 0)
        : 0;
  }

  private static Optional<Aggregate> aggregate(Aggregation aggregation, Columns columns) {
    // max(x, n) shares its name with max(x), and gives an array.
    boolean givesParts = !(aggregation.function().returns() instanceof Scalar);
    if (aggregation.distinct() || aggregation.filter().isPresent() || givesParts) {
      return Optional.empty();
    }
    List<Term> arguments = aggregation.arguments().stream().map(columns.terms()::get).toList();
    String name = aggregation.function().name();
    if (arguments.isEmpty()) {
      return name.equals("count") ? Optional.of(Aggregate.count()) : Optional.empty();
    }
    Optional<Column> column =
        columns
            .column(name.equals("avg") ? beforeCast(arguments.getFirst()) : arguments.getFirst())
            .filter(c -> !isOfSeries(c));
    if (column.isEmpty()) {
      return Optional.empty();
    }
    boolean measure = column.get().kind() == Column.Kind.MEASURE;
    Optional<Aggregate.Function> function =
        switch (name) {
          case "count" -> Optional.of(Aggregate.Function.COUNT);
          case "min" -> Optional.of(Aggregate.Function.MIN);
          case "max" -> Optional.of(Aggregate.Function.MAX);
          case "sum" -> onlyIf(measure, Aggregate.Function.SUM);
          case "avg" -> onlyIf(measure, Aggregate.Function.AVG);
          case "min_by" -> onlyIf(isByTime(arguments, columns), Aggregate.Function.FIRST);
          case "max_by" -> onlyIf(isByTime(arguments, columns), Aggregate.Function.LAST);
          default -> Optional.empty();
        };
    return function.map(f -> Aggregate.of(f, column.get().name()));
  }

  private static Optional<Aggregate.Function> onlyIf(
      boolean condition, Aggregate.Function function) {
    return condition ? Optional.of(function) : Optional.empty();
  }

  /** The mean of whole numbers is that of the doubles that they become. */
  private static Term beforeCast(Term term) {
    return term instanceof Term.Call(var function, List<Term> arguments)
            && arguments.size() == 1
            && function.isCast()
            && arguments.getFirst().type() == Scalar.BIGINT
        ? arguments.getFirst()
        : term;
  }

  private static boolean isByTime(List<Term> arguments, Columns columns) {
    return arguments.size() == 2
        && columns
            .column(arguments.get(1))
            .filter(column -> column.kind() == Column.Kind.TIME)
            .isPresent();
  }
}
