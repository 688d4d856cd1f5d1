package io.lodestone.sql.analysis;

import io.lodestone.model.TableRef;
import io.lodestone.scan.TableSchema;
import io.lodestone.sql.function.Question;
import io.lodestone.sql.function.Term;
import io.lodestone.sql.type.SortKey;
import io.lodestone.sql.type.SqlType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A SELECT whose names and types are settled, in the order in which it is to be understood.
 *
 * @param from where rows come from
 * @param where over the columns of {@code from}
 * @param grouping how rows become groups; empty when they stay rows
 * @param having over the columns of the grouping
 * @param outputs over the columns of the grouping if there is one, else of {@code from}; those
 *     beyond {@code columns} serve the order alone
 * @param columns names and types of the result
 * @param distinct whether equal rows are one
 * @param order over {@code outputs}
 * @param slice which of the rows in that order are wanted
 * @param subqueries what {@link Term.Subquery} terms speak of by number
 */
public record ResolvedQuery(
    Relation from,
    Optional<Term> where,
    Optional<Grouping> grouping,
    Optional<Term> having,
    List<Term> outputs,
    List<OutputColumn> columns,
    boolean distinct,
    List<SortKey> order,
    Slice slice,
    List<Subquery> subqueries) {

  public ResolvedQuery {
    outputs = List.copyOf(outputs);
    columns = List.copyOf(columns);
    order = List.copyOf(order);
    subqueries = List.copyOf(subqueries);
  }

  /** The same query with other conditions. */
  public ResolvedQuery with(Optional<Term> newWhere, Optional<Term> newHaving) {
    return new ResolvedQuery(
        from, newWhere, grouping, newHaving, outputs, columns, distinct, order, slice, subqueries);
  }

  /** Whether its rows are surely fewer than those it is made of, and cheap to keep. */
  boolean isCompact() {
    return grouping.isPresent() || distinct || slice.limit().isPresent();
  }

  /** The same query over other rows. */
  public ResolvedQuery from(Relation relation) {
    return new ResolvedQuery(
        relation, where, grouping, having, outputs, columns, distinct, order, slice, subqueries);
  }

  /** A query that computes columns of the rows of a relation, and does nothing else. */
  static ResolvedQuery of(Relation from, List<Term> outputs, List<OutputColumn> columns) {
    return new ResolvedQuery(
        from,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        outputs,
        columns,
        false,
        List.of(),
        Slice.ALL,
        List.of());
  }

  /**
   * A query in an expression. It speaks of the row of the query around it by {@link Term.Outer}.
   *
   * @param question what is asked of its rows, which have one column unless it is whether there are
   *     any
   */
  public record Subquery(ResolvedQuery query, Question question) {}

  /**
   * Some of the rows of a result.
   *
   * @param offset how many of the first are left out
   * @param limit how many are taken at most; empty for all
   */
  public record Slice(long offset, OptionalLong limit) {
    public static final Slice ALL = new Slice(0, OptionalLong.empty());

    public boolean isAll() {
      return offset == 0 && limit.isEmpty();
    }
  }

  /** Where rows come from. */
  public sealed interface Relation {
    /** How many columns there are. */
    int width();
  }

  /**
   * A stored table; its columns are those of the schema.
   *
   * @param asOf the moment as of which it is read; empty for that of the statement
   */
  public record Stored(TableSchema schema, Optional<Instant> asOf) implements Relation {
    @Override
    public int width() {
      return schema.columns().size();
    }
  }

  /** The result of another query; its columns are those of that query. */
  public record Derived(ResolvedQuery query) implements Relation {
    @Override
    public int width() {
      return query.columns().size();
    }
  }

  /**
   * The result of a query that is used more than once, and asked once: whatever is the same query
   * object has the same rows.
   */
  public record Common(ResolvedQuery query) implements Relation {
    @Override
    public int width() {
      return query.columns().size();
    }
  }

  /**
   * Rows of two relations side by side: the columns of the left, then those of the right.
   *
   * @param keepsLeft whether rows of the left side that have no partner are kept, with NULL in the
   *     place of the right side's columns
   * @param keepsRight the same for the right side
   * @param condition over the columns of both: which rows are partners; empty for all
   */
  public record Joined(
      Relation left,
      Relation right,
      boolean keepsLeft,
      boolean keepsRight,
      Optional<Term> condition)
      implements Relation {
    @Override
    public int width() {
      return left.width() + right.width();
    }

    /** Whether only partners are wanted. */
    public boolean isInner() {
      return !keepsLeft && !keepsRight;
    }
  }

  /**
   * The rows of two relations or more, one after the other. All have the same types.
   *
   * @param distinct whether equal rows are one
   */
  public record United(List<Relation> inputs, boolean distinct) implements Relation {
    public United {
      inputs = List.copyOf(inputs);
    }

    @Override
    public int width() {
      return inputs.getFirst().width();
    }
  }

  /**
   * The rows of one relation that are, or are not, among those of another. Both have the same
   * types.
   *
   * @param among INTERSECT rather than EXCEPT
   * @param distinct whether equal rows are one; if not, each row of the right side stands for one
   *     of the left
   */
  public record Compared(Relation left, Relation right, boolean among, boolean distinct)
      implements Relation {
    @Override
    public int width() {
      return left.width();
    }
  }

  /**
   * Each row of a relation as often as its collections have elements: the columns of the relation,
   * then the elements side by side, rows among them taken apart into their fields, and perhaps
   * their number from 1.
   *
   * @param collections arrays and timeseries over the columns of the relation; a shorter one is
   *     filled up with NULL
   * @param ordinality whether the number is wanted
   * @param keepsRows whether a row whose collections are all empty is kept
   */
  public record Unnested(
      Relation source, List<Term> collections, boolean ordinality, boolean keepsRows)
      implements Relation {
    public Unnested {
      collections = List.copyOf(collections);
    }

    @Override
    public int width() {
      int width = source.width() + (ordinality ? 1 : 0);
      for (Term collection : collections) {
        width +=
            switch (collection.type()) {
              case SqlType.TimeSeriesOf _ -> 2;
              case SqlType.ArrayOf(SqlType.RowOf row) -> row.fields().size();
              default -> 1;
            };
      }
      return width;
    }
  }

  /**
   * Rows that the statement spells out. One row without columns stands for a SELECT without FROM.
   */
  public record Inline(List<List<Term>> rows, List<SqlType> types) implements Relation {
    public Inline {
      rows = rows.stream().map(List::copyOf).toList();
      types = List.copyOf(types);
    }

    @Override
    public int width() {
      return types.size();
    }
  }

  /**
   * How rows become groups. Without keys there is exactly one group, even of no rows.
   *
   * <p>Its columns are the keys, the number of the set if there are any, the aggregates.
   *
   * @param keys over the columns of {@code from}
   * @param sets by which of the keys rows are grouped, each set for itself; other keys are NULL.
   *     None when rows are grouped by all keys
   * @param aggregates over the columns of {@code from}
   */
  public record Grouping(
      List<Term> keys, List<List<Integer>> sets, List<Term.Aggregate> aggregates) {
    public Grouping {
      keys = List.copyOf(keys);
      sets = sets.stream().map(List::copyOf).toList();
      aggregates = List.copyOf(aggregates);
    }

    /** How many columns the groups have. */
    public int width() {
      return keys.size() + (sets.isEmpty() ? 0 : 1) + aggregates.size();
    }
  }

  /**
   * A column of the result.
   *
   * @param table the one whose column it is; empty for one that is computed
   * @param aliased whether the query itself gave it its name
   */
  public record OutputColumn(String name, SqlType type, Optional<TableRef> table, boolean aliased) {
    static OutputColumn computed(String name, SqlType type) {
      return new OutputColumn(name, type, Optional.empty(), false);
    }
  }
}
