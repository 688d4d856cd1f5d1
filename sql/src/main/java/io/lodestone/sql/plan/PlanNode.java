package io.lodestone.sql.plan;

import io.lodestone.model.TableRef;
import io.lodestone.scan.ScanRequest;
import io.lodestone.sql.function.AggregateFunction;
import io.lodestone.sql.function.Term;
import io.lodestone.sql.type.SortKey;
import io.lodestone.sql.type.SqlType;
import java.util.List;
import java.util.OptionalInt;

/**
 * A step that yields rows. Its columns are numbered from 0; terms of a step speak of the columns of
 * its source.
 */
public sealed interface PlanNode {
  /** The types of the columns. */
  List<SqlType> types();

  /** Points of a table as the scan yields them. */
  record Scan(TableRef table, ScanRequest request, List<SqlType> types) implements PlanNode {
    public Scan {
      types = List.copyOf(types);
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
   * One row per group: first the keys, then the aggregates.
   *
   * @param keyCount how many of the source's first columns are keys; 0 for one group of everything
   */
  record Group(PlanNode source, int keyCount, List<Aggregation> aggregations) implements PlanNode {
    public Group {
      aggregations = List.copyOf(aggregations);
    }

    @Override
    public List<SqlType> types() {
      List<SqlType> types = new java.util.ArrayList<>(source.types().subList(0, keyCount));
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

  /** Some rows. */
  record Limit(PlanNode source, long count) implements PlanNode {
    @Override
    public List<SqlType> types() {
      return source.types();
    }
  }
}
