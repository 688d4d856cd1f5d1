package io.lodestone.sql.plan;

import io.lodestone.sql.analysis.ResolvedQuery;
import io.lodestone.sql.analysis.ResolvedQuery.Common;
import io.lodestone.sql.analysis.ResolvedQuery.Compared;
import io.lodestone.sql.analysis.ResolvedQuery.Derived;
import io.lodestone.sql.analysis.ResolvedQuery.Inline;
import io.lodestone.sql.analysis.ResolvedQuery.Joined;
import io.lodestone.sql.analysis.ResolvedQuery.Relation;
import io.lodestone.sql.analysis.ResolvedQuery.Stored;
import io.lodestone.sql.analysis.ResolvedQuery.United;
import io.lodestone.sql.analysis.ResolvedQuery.Unnested;
import io.lodestone.sql.function.Term;
import java.util.List;
import java.util.stream.Stream;

/** Whether queries speak of the row of a query around them. */
final class Outside {
  private Outside() {}

  static boolean isSpokenOf(ResolvedQuery query) {
    return isSpokenOf(Substitution.terms(query)) || isSpokenOf(query.from());
  }

  private static boolean isSpokenOf(Stream<Term> terms) {
    return terms.flatMap(Term::walk).anyMatch(Term.Outer.class::isInstance);
  }

  static boolean isSpokenOf(Relation relation) {
    return switch (relation) {
      case Stored _ -> false;
      case Derived(ResolvedQuery query) -> isSpokenOf(query);
      case Common(ResolvedQuery query) -> isSpokenOf(query);
      case Joined joined ->
          isSpokenOf(joined.left())
              || isSpokenOf(joined.right())
              || isSpokenOf(joined.condition().stream());
      case Unnested unnested ->
          isSpokenOf(unnested.source()) || isSpokenOf(unnested.collections().stream());
      case United(List<Relation> inputs, boolean _) ->
          inputs.stream().anyMatch(Outside::isSpokenOf);
      case Compared compared -> isSpokenOf(compared.left()) || isSpokenOf(compared.right());
      case Inline(List<List<Term>> rows, var _) -> isSpokenOf(rows.stream().flatMap(List::stream));
    };
  }
}
