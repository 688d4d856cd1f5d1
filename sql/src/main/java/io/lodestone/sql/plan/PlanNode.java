package io.lodestone.sql.plan;

import io.lodestone.scan.AggregateRequest;
import io.lodestone.scan.Column;
import io.lodestone.scan.ScanRequest;
import io.lodestone.sql.function.AggregateFunction;
import io.lodestone.sql.function.Frame;
import io.lodestone.sql.function.Question;
import io.lodestone.sql.function.Term;
import io.lodestone.sql.function.WindowFunction;
import io.lodestone.sql.type.SortKey;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.Timeseries;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * A step that yields rows. Its columns are numbered from 0; terms of a step speak of the columns of
 * its source.
 */
public sealed interface PlanNode {
  /** The types of the columns. */
  List<SqlType> types();

  /**
   * Points of a table as the scan yields them.
   *
   * @param columns those of the request
   */
  record Scan(TableMoment table, ScanRequest request, List<Column> columns, List<SqlType> types)
      implements PlanNode {
    public Scan {
      columns = List.copyOf(columns);
      types = List.copyOf(types);
    }
  }

  /**
   * Figures about groups of a table's points, computed where they lie. One group of everything is
   * there even when it has no point.
   */
  record ScanGroups(TableMoment table, AggregateRequest request, List<SqlType> types)
      implements PlanNode {
    public ScanGroups {
      types = List.copyOf(types);
    }
  }

  /**
   * The rows of a source that stands in several places of a plan and is run once.
   *
   * @param identity the same object for the same rows
   */
  record Shared(Object identity, PlanNode source) implements PlanNode {
    @Override
    public List<SqlType> types() {
      return source.types();
    }
  }

  /** Rows that the statement spells out; their terms speak of no column. */
  record Inline(List<List<Term>> rows, List<SqlType> types) implements PlanNode {
    public Inline {
      rows = List.copyOf(rows);
      types = List.copyOf(types);
    }
  }

  /** The rows for which a condition is true. */
  record Filter(PlanNode source, Term condition) implements PlanNode {
    @Override
    public List<SqlType> types() {
      return source.types();
    }
  }

  /** Each row by other columns. */
  record Project(PlanNode source, List<Term> terms) implements PlanNode {
    public Project {
      terms = List.copyOf(terms);
    }

    @Override
    public List<SqlType> types() {
      return terms.stream().map(Term::type).toList();
    }
  }

  /**
   * One row per group: first the keys, then the number of the set if there are any, then the
   * aggregates.
   *
   * @param keyCount how many of the source's first columns are keys; 0 for one group of everything
   * @param sets by which of the keys rows are grouped, each set for itself, with NULL for the other
   *     keys; none when it is by all
   */
  record Group(
      PlanNode source, int keyCount, List<List<Integer>> sets, List<Aggregation> aggregations)
      implements PlanNode {
    public Group {
      sets = List.copyOf(sets);
      aggregations = List.copyOf(aggregations);
    }

    @Override
    public List<SqlType> types() {
      List<SqlType> types = new ArrayList<>(source.types().subList(0, keyCount));
      if (!sets.isEmpty()) {
        types.add(SqlType.Scalar.BIGINT);
      }
      aggregations.forEach(aggregation -> types.add(aggregation.function().returns()));
      return types;
    }
  }

  /**
   * An aggregate of a group.
   *
   * @param arguments columns of the source
   * @param distinct whether rows with the same arguments count once
   * @param filter a BOOLEAN column of the source that is true for rows that count
   */
  record Aggregation(
      AggregateFunction function, List<Integer> arguments, boolean distinct, OptionalInt filter) {
    public Aggregation {
      arguments = List.copyOf(arguments);
    }
  }

  /**
   * Rows of two sources side by side: each of the left with each of the right that is its partner.
   * The columns are those of the left side, then those of the right, which is held in memory.
   *
   * @param keepsLeft whether rows of the left side without a partner are kept, with NULL in the
   *     place of the right side's columns
   * @param keepsRight the same for the right side
   * @param leftKeys columns of the left side that equal {@code rightKeys} in partners; none when
   *     every row may be every other's partner
   * @param rightKeys as many columns of the right side, of the same types
   * @param condition over the columns of both sides: what else must hold for partners
   */
  record Join(
      PlanNode left,
      PlanNode right,
      boolean keepsLeft,
      boolean keepsRight,
      List<Integer> leftKeys,
      List<Integer> rightKeys,
      Optional<Term> condition)
      implements PlanNode {
    public Join {
      leftKeys = List.copyOf(leftKeys);
      rightKeys = List.copyOf(rightKeys);
    }

    @Override
    public List<SqlType> types() {
      return Stream.concat(left.types().stream(), right.types().stream()).toList();
    }
  }

  /**
   * All rows, partition by partition and ordered within each, with a further column for each
   * function.
   *
   * @param partition columns in which the rows of a partition agree
   * @param order of the rows of a partition
   */
  record Window(
      PlanNode source, List<Integer> partition, List<SortKey> order, List<WindowColumn> columns)
      implements PlanNode {
    public Window {
      partition = List.copyOf(partition);
      order = List.copyOf(order);
      columns = List.copyOf(columns);
    }

    @Override
    public List<SqlType> types() {
      return Stream.concat(
              source.types().stream(), columns.stream().map(c -> c.function().returns()))
          .toList();
    }
  }

  /**
   * A function of the rows around a row.
   *
   * @param arguments columns of the source
   * @param filter a BOOLEAN column of the source that is true for rows that count
   * @param ignoresNulls whether rows whose first argument is NULL are passed over
   * @param frame whose distances are inputs
   */
  record WindowColumn(
      WindowFunction function,
      List<Integer> arguments,
      OptionalInt filter,
      boolean ignoresNulls,
      Frame frame) {
    public WindowColumn {
      arguments = List.copyOf(arguments);
    }
  }

  /**
   * Each row as often as the longest of its collections has elements: some columns of the source,
   * then one element of each collection, and perhaps its number from 1.
   *
   * @param kept columns of the source
   * @param collections arrays and timeseries over the columns of the source; shorter ones are
   *     filled up with NULL
   * @param ordinality whether the number is wanted
   * @param keepsRows whether a row whose collections are all empty comes once, with NULLs
   */
  record Unnest(
      PlanNode source,
      List<Integer> kept,
      List<Term> collections,
      boolean ordinality,
      boolean keepsRows)
      implements PlanNode {
    public Unnest {
      kept = List.copyOf(kept);
      collections = List.copyOf(collections);
    }

    /** The types of the elements of each collection. */
    public List<SqlType> elements() {
      return collections.stream()
          .<SqlType>map(
              collection ->
                  switch (collection.type()) {
                    case SqlType.ArrayOf(SqlType element) -> element;
                    case SqlType.TimeSeriesOf series -> Timeseries.elementType(series);
                    default -> throw new IllegalStateException("no collection: " + collection);
                  })
          .toList();
    }

    @Override
    public List<SqlType> types() {
      Stream<SqlType> ofSource = kept.stream().map(source.types()::get);
      Stream<SqlType> number = ordinality ? Stream.of(SqlType.Scalar.BIGINT) : Stream.of();
      return Stream.of(ofSource, elements().stream(), number).flatMap(types -> types).toList();
    }
  }

  /** All rows in an order. */
  record Sort(PlanNode source, List<SortKey> order) implements PlanNode {
    public Sort {
      order = List.copyOf(order);
    }

    @Override
    public List<SqlType> types() {
      return source.types();
    }
  }

  /** The first rows in an order. */
  record Top(PlanNode source, List<SortKey> order, long count) implements PlanNode {
    public Top {
      order = List.copyOf(order);
    }

    @Override
    public List<SqlType> types() {
      return source.types();
    }
  }

  /**
   * Each row, and in one more column the answer to a question about the rows of a sub-query.
   *
   * @param arguments over the columns of the source: what the sub-query takes from a row; it is
   *     answered once for each combination of these
   * @param value over the columns of the source: what the rows of the sub-query are held against,
   *     if the question says so
   * @param type that of the answer
   */
  record Apply(
      PlanNode source,
      Subplan subplan,
      Question question,
      List<Term> arguments,
      Optional<Term> value,
      SqlType type)
      implements PlanNode {
    public Apply {
      arguments = List.copyOf(arguments);
    }

    @Override
    public List<SqlType> types() {
      return Stream.concat(source.types().stream(), Stream.of(type)).toList();
    }
  }

  /**
   * A query that is planned when the answers to some of its sub-queries are known, which are the
   * same for all rows: so that they bound scans as constants do.
   */
  record Given(List<Inquiry> inquiries, Answered answered, List<SqlType> types)
      implements PlanNode {
    public Given {
      inquiries = List.copyOf(inquiries);
      types = List.copyOf(types);
    }
  }

  /** A sub-query that asks for nothing, and the question about its rows. */
  record Inquiry(PlanNode node, Question question) {}

  /** What becomes of a query when its sub-queries have been answered. */
  interface Answered {
    /**
     * @param answers for each sub-query its one value, or the values that another shall be among;
     *     empty for one that has too many of them
     */
    PlanNode with(List<Optional<List<Term.Constant>>> answers);
  }

  /** A query that takes something from each row of another. */
  interface Subplan {
    /**
     * @param arguments what it takes
     */
    PlanNode with(List<Term.Constant> arguments);
  }

  /** The rows of all sources, which have the same types, one source after the other. */
  record Union(List<PlanNode> sources) implements PlanNode {
    public Union {
      sources = List.copyOf(sources);
    }

    @Override
    public List<SqlType> types() {
      return sources.getFirst().types();
    }
  }

  /**
   * The rows of the left source that are, or are not, among those of the right one, which is held
   * in memory.
   *
   * @param among whether they are
   * @param distinct whether equal rows are one; if not, each row of the right side stands for one
   *     of the left
   */
  record Compare(PlanNode left, PlanNode right, boolean among, boolean distinct)
      implements PlanNode {
    @Override
    public List<SqlType> types() {
      return left.types();
    }
  }

  /** All rows but the first ones. */
  record Offset(PlanNode source, long count) implements PlanNode {
    @Override
    public List<SqlType> types() {
      return source.types();
    }
  }

  /** Some rows. */
  record Limit(PlanNode source, long count) implements PlanNode {
    @Override
    public List<SqlType> types() {
      return source.types();
    }
  }
}
