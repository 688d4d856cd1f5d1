package io.lodestone.sql.plan;

import io.lodestone.sql.analysis.ResolvedQuery;
import io.lodestone.sql.analysis.ResolvedQuery.Common;
import io.lodestone.sql.analysis.ResolvedQuery.Compared;
import io.lodestone.sql.analysis.ResolvedQuery.Derived;
import io.lodestone.sql.analysis.ResolvedQuery.Grouping;
import io.lodestone.sql.analysis.ResolvedQuery.Inline;
import io.lodestone.sql.analysis.ResolvedQuery.Joined;
import io.lodestone.sql.analysis.ResolvedQuery.Relation;
import io.lodestone.sql.analysis.ResolvedQuery.Stored;
import io.lodestone.sql.analysis.ResolvedQuery.United;
import io.lodestone.sql.analysis.ResolvedQuery.Unnested;
import io.lodestone.sql.function.ConstantFolding;
import io.lodestone.sql.function.Term;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Puts constants into queries. */
final class Substitution {
  private Substitution() {}

  /** A sub-query that has got what it takes from a row. */
  static ResolvedQuery outer(ResolvedQuery query, List<Term.Constant> arguments) {
    UnaryOperator<Term> change =
        changing(
            part -> part instanceof Term.Outer(int index, var _) ? arguments.get(index) : part);
    return inQuery(query.from(inRelation(query.from(), change, arguments)), change);
  }

  /** The same query with other terms; what stands in FROM stays as it is. */
  static ResolvedQuery inQuery(ResolvedQuery query, UnaryOperator<Term> change) {
    return new ResolvedQuery(
        query.from(),
        query.where().map(change),
        query.grouping().map(grouping -> inGrouping(grouping, change)),
        query.having().map(change),
        query.outputs().stream().map(change).toList(),
        query.columns(),
        query.distinct(),
        query.order(),
        query.slice(),
        query.subqueries());
  }

  /** Makes a change of single parts one of whole terms, and folds what has become constant. */
  static UnaryOperator<Term> changing(UnaryOperator<Term> change) {
    return term -> term.rewrite(part -> ConstantFolding.fold(change.apply(part)));
  }

  /** Every term of a query, but for what stands in FROM. */
  static Stream<Term> terms(ResolvedQuery query) {
    return Stream.of(
            query.where().stream(),
            query.having().stream(),
            query.outputs().stream(),
            query.grouping().stream().flatMap(g -> g.keys().stream()),
            query.grouping().stream().flatMap(g -> g.aggregates().stream()))
        .flatMap(terms -> terms);
  }

  private static Grouping inGrouping(Grouping grouping, UnaryOperator<Term> change) {
    return new Grouping(
        grouping.keys().stream().map(change).toList(),
        grouping.sets(),
        grouping.aggregates().stream().map(change).map(Term.Aggregate.class::cast).toList());
  }

  private static Relation inRelation(
      Relation relation, UnaryOperator<Term> change, List<Term.Constant> arguments) {
    return switch (relation) {
      case Stored stored -> stored;
      case Derived(ResolvedQuery query) -> new Derived(outer(query, arguments));
      case Common(ResolvedQuery query) ->
          Outside.isSpokenOf(query) ? new Derived(outer(query, arguments)) : relation;
      case Joined joined ->
          new Joined(
              inRelation(joined.left(), change, arguments),
              inRelation(joined.right(), change, arguments),
              joined.keepsLeft(),
              joined.keepsRight(),
              joined.condition().map(change));
      case Unnested unnested ->
          new Unnested(
              inRelation(unnested.source(), change, arguments),
              unnested.collections().stream().map(change).toList(),
              unnested.ordinality(),
              unnested.keepsRows());
      case United(List<Relation> inputs, boolean distinct) ->
          new United(
              inputs.stream().map(input -> inRelation(input, change, arguments)).toList(),
              distinct);
      case Compared compared ->
          new Compared(
              inRelation(compared.left(), change, arguments),
              inRelation(compared.right(), change, arguments),
              compared.among(),
              compared.distinct());
      case Inline(List<List<Term>> rows, var types) ->
          new Inline(rows.stream().map(row -> row.stream().map(change).toList()).toList(), types);
    };
  }
}
