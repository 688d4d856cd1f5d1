package io.lodestone.sql.plan;

import io.lodestone.model.TimeRange;
import io.lodestone.scan.Aggregate;
import io.lodestone.scan.AggregateRequest;
import io.lodestone.scan.Grouping;
import io.lodestone.scan.ScanRequest;
import io.lodestone.scan.SeriesPredicate;
import io.lodestone.scan.ValuePredicate;
import io.lodestone.sql.function.Term;
import io.lodestone.sql.type.SortKey;
import io.lodestone.sql.type.SqlType.Scalar;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes a plan for people: a line for each step, its sources below it and further in. */
public final class PlanText {
  private final List<String> lines = new ArrayList<>();
  private final PlanNotes notes;

  private PlanText(PlanNotes notes) {
    this.notes = notes;
  }

  /** The lines of a plan. */
  public static List<String> of(PlanNode plan) {
    return of(plan, PlanNotes.NONE);
  }

  /** The lines of a plan with notes behind them. */
  public static List<String> of(PlanNode plan, PlanNotes notes) {
    PlanText text = new PlanText(notes);
    text.write(plan, 0);
    return text.lines;
  }

  /** Writes a step; returns the names of its columns. */
  private List<String> write(PlanNode node, int depth) {
    int line = lines.size();
    lines.add("");
    List<String> names = new ArrayList<>();
    String said =
        switch (node) {
          case PlanNode.Scan scan -> {
            scan.columns().forEach(column -> names.add(column.name()));
            yield "Scan " + scan.table() + " " + names + scanned(scan.request());
          }
          case PlanNode.ScanGroups groups -> {
            names.addAll(groups.request().grouping().columns());
            if (groups.request().grouping().binNanos() > 0) {
              names.add("bin");
            }
            groups.request().aggregates().forEach(a -> names.add(figure(a)));
            yield "Groups of scan " + groups.table() + " " + names + figures(groups.request());
          }
          case PlanNode.Inline inline -> {
            for (int i = 0; i < inline.types().size(); i++) {
              names.add("_col" + i);
            }
            yield "Values: " + inline.rows().size() + " rows";
          }
          case PlanNode.Filter filter -> {
            names.addAll(write(filter.source(), depth + 1));
            yield "Filter " + TermText.of(filter.condition(), names);
          }
          case PlanNode.Shared shared -> {
            names.addAll(write(shared.source(), depth + 1));
            yield "Run once for all of its uses";
          }
          case PlanNode.Project project -> {
            List<String> columns = write(project.source(), depth + 1);
            project.terms().forEach(term -> names.add(TermText.of(term, columns)));
            yield "Project " + names;
          }
          case PlanNode.Group group -> group(group, write(group.source(), depth + 1), names);
          case PlanNode.Window window -> {
            names.addAll(write(window.source(), depth + 1));
            String over =
                "Window by "
                    + window.partition().stream().map(names::get).toList()
                    + " order "
                    + order(window.order(), names);
            window.columns().forEach(column -> names.add(nameOf(column)));
            yield over + ": " + window.columns().stream().map(PlanText::nameOf).toList();
          }
          case PlanNode.Join join -> {
            List<String> left = write(join.left(), depth + 1);
            List<String> right = write(join.right(), depth + 1);
            names.addAll(left);
            names.addAll(right);
            yield join(join, left, right);
          }
          case PlanNode.Unnest unnest -> {
            List<String> columns = write(unnest.source(), depth + 1);
            unnest.kept().forEach(column -> names.add(columns.get(column)));
            String collections = TermText.joined(unnest.collections(), ", ", columns);
            unnest.collections().forEach(_ -> names.add("element"));
            if (unnest.ordinality()) {
              names.add("ordinality");
            }
            yield "Unnest " + collections;
          }
          case PlanNode.Union union -> {
            union.sources().forEach(source -> names.addAll(write(source, depth + 1)));
            names.subList(union.types().size(), names.size()).clear();
            yield "Union";
          }
          case PlanNode.Compare compare -> {
            names.addAll(write(compare.left(), depth + 1));
            write(compare.right(), depth + 1);
            yield (compare.among() ? "Intersect" : "Except") + (compare.distinct() ? "" : " all");
          }
          case PlanNode.Apply apply -> {
            names.addAll(write(apply.source(), depth + 1));
            String asked = "(SELECT ...)";
            String each =
                apply.arguments().isEmpty()
                    ? ", once"
                    : ", for each " + TermText.joined(apply.arguments(), ", ", names);
            names.add(asked);
            yield "Sub-query " + asked + each;
          }
          case PlanNode.Given given -> {
            given.inquiries().forEach(inquiry -> write(inquiry.node(), depth + 1));
            PlanNode rest =
                notes
                    .planned(given)
                    .orElseGet(
                        () ->
                            given
                                .answered()
                                .with(
                                    Collections.nCopies(
                                        given.inquiries().size(), Optional.empty())));
            names.addAll(write(rest, depth + 1));
            yield "With the answers of the first "
                + given.inquiries().size()
                + " below, the last is planned anew";
          }
          case PlanNode.Sort sort -> {
            names.addAll(write(sort.source(), depth + 1));
            yield "Sort by " + order(sort.order(), names);
          }
          case PlanNode.Top top -> {
            names.addAll(write(top.source(), depth + 1));
            yield "First " + top.count() + " by " + order(top.order(), names);
          }
          case PlanNode.Offset offset -> {
            names.addAll(write(offset.source(), depth + 1));
            yield "Skip " + offset.count();
          }
          case PlanNode.Limit limit -> {
            names.addAll(write(limit.source(), depth + 1));
            yield "First " + limit.count();
          }
        };
    lines.set(line, "  ".repeat(depth) + said + notes.about(node));
    return names;
  }

  private static String group(PlanNode.Group group, List<String> columns, List<String> names) {
    names.addAll(columns.subList(0, group.keyCount()));
    String keys = "Group by " + names;
    if (!group.sets().isEmpty()) {
      names.add("set");
      keys += " in sets " + group.sets();
    }
    List<String> figures = new ArrayList<>();
    for (PlanNode.Aggregation aggregation : group.aggregations()) {
      figures.add(
          aggregation.function().name()
              + aggregation.arguments().stream()
                  .map(columns::get)
                  .collect(
                      Collectors.joining(", ", aggregation.distinct() ? "(DISTINCT " : "(", ")")));
    }
    names.addAll(figures);
    return figures.isEmpty() ? keys : keys + ": " + figures;
  }

  private static String nameOf(PlanNode.WindowColumn column) {
    return column
        .function()
        .aggregate()
        .map(function -> function.name())
        .orElseGet(() -> column.function().kind().name().toLowerCase(Locale.ROOT));
  }

  private static String join(PlanNode.Join join, List<String> left, List<String> right) {
    String kind = join.keepsLeft() ? (join.keepsRight() ? "Full join" : "Left join") : "Join";
    StringBuilder text = new StringBuilder(kind);
    for (int i = 0; i < join.leftKeys().size(); i++) {
      text.append(i == 0 ? " on " : " AND ")
          .append(left.get(join.leftKeys().get(i)))
          .append(" = ")
          .append(right.get(join.rightKeys().get(i)));
    }
    if (join.leftKeys().isEmpty()) {
      text.append(" of every row with every other");
    }
    List<String> both = new ArrayList<>(left);
    both.addAll(right);
    join.condition().ifPresent(c -> text.append(" where ").append(TermText.of(c, both)));
    boolean byTime =
        join.rightKeys().stream()
            .anyMatch(key -> join.right().types().get(key) == Scalar.TIMESTAMP);
    return text.append("; the second is held")
        .append(byTime && !join.keepsLeft() ? ", whose times bound the first" : "")
        .toString();
  }

  private static String order(List<SortKey> order, List<String> names) {
    return order.stream()
        .map(key -> names.get(key.column()) + (key.ascending() ? "" : " DESC"))
        .toList()
        .toString();
  }

  // Scans.

  private static String scanned(ScanRequest request) {
    String order =
        switch (request.order()) {
          case ANY -> "";
          case SERIES_TIME -> ", by series and time";
          case TIME_ASCENDING -> ", oldest first";
          case TIME_DESCENDING -> ", youngest first";
        };
    String limit =
        request.limit() == ScanRequest.NO_LIMIT ? "" : ", first " + request.limit() + " rows";
    return conditions(request.range(), request.series(), request.values()) + order + limit;
  }

  private static String figures(AggregateRequest request) {
    Grouping grouping = request.grouping();
    String bins = grouping.binNanos() == 0 ? "" : ", bins of " + duration(grouping.binNanos());
    return conditions(request.range(), request.series(), request.values()) + bins;
  }

  private static String figure(Aggregate aggregate) {
    String column = aggregate.column().isEmpty() ? "*" : aggregate.column();
    return aggregate.function().name().toLowerCase(Locale.ROOT) + "(" + column + ")";
  }

  private static String conditions(
      TimeRange range, List<SeriesPredicate> series, List<ValuePredicate> values) {
    StringBuilder text = new StringBuilder();
    if (!range.equals(TimeRange.ALL)) {
      text.append(", time in [")
          .append(instant(range.startInclusiveNanos()))
          .append(", ")
          .append(instant(range.endExclusiveNanos()))
          .append(")");
    }
    if (!series.isEmpty()) {
      text.append(", series where ").append(series);
    }
    if (!values.isEmpty()) {
      text.append(", values where ").append(values);
    }
    return text.toString();
  }

  private static String instant(long nanos) {
    return nanos == Long.MIN_VALUE || nanos == Long.MAX_VALUE
        ? "..."
        : TermText.of(new Term.Constant(Scalar.TIMESTAMP, nanos), List.of());
  }

  private static String duration(long nanos) {
    return TermText.of(new Term.Constant(Scalar.INTERVAL_DAY_TO_SECOND, nanos), List.of());
  }
}
