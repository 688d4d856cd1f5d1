package io.lodestone.sql.analysis;

import java.util.Optional;

/**
 * What expressions may reach beyond the columns of their own query.
 *
 * @param outer the columns of the queries around it; empty for a query that is no sub-query of an
 *     expression
 * @param subqueries where sub-queries in expressions go; empty where there may be none
 * @param windows those that the query has named
 */
record Surroundings(
    Optional<OuterColumns> outer, Optional<SubqueryAnalyzer> subqueries, WindowNames windows) {
  static final Surroundings NONE = new Surroundings(Optional.empty(), Optional.empty());

  Surroundings(Optional<OuterColumns> outer, Optional<SubqueryAnalyzer> subqueries) {
    this(outer, subqueries, WindowNames.NONE);
  }

  Surroundings with(WindowNames names) {
    return new Surroundings(outer, subqueries, names);
  }
}
