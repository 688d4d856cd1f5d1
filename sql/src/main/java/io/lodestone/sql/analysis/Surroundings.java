package io.lodestone.sql.analysis;

import java.util.Optional;

/**
 * What expressions may reach beyond the columns of their own query.
 *
 * @param outer the columns of the queries around it; empty for a query that is no sub-query of an
 *     expression
 * @param subqueries where sub-queries in expressions go; empty where there may be none
 */
record Surroundings(Optional<OuterColumns> outer, Optional<SubqueryAnalyzer> subqueries) {
  static final Surroundings NONE = new Surroundings(Optional.empty(), Optional.empty());
}
