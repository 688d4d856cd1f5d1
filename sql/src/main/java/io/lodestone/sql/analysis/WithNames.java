package io.lodestone.sql.analysis;

import io.trino.sql.tree.Node;
import io.trino.sql.tree.Query;
import io.trino.sql.tree.Table;
import io.trino.sql.tree.WithQuery;
import java.util.Optional;

/**
 * The names that WITH has given to queries, innermost first. A name means its query with the names
 * that came before it.
 *
 * @param named null at the end
 * @param definedBy what understands the query: it may stand further out than where the name is used
 * @param isRepeated whether the name may be used more than once
 */
record WithNames(WithQuery named, QueryAnalyzer definedBy, boolean isRepeated, WithNames before) {
  static final WithNames NONE = new WithNames(null, null, false, null);

  /**
   * @param around the query that the name is for
   */
  WithNames and(WithQuery query, QueryAnalyzer analyzer, Query around) {
    return new WithNames(query, analyzer, uses(query.getName().getValue(), around) > 1, this);
  }

  /** The entry of a name, whose query sees what came before it. */
  Optional<WithNames> find(String name) {
    for (Scope.Spelling spelling : Scope.Spelling.values()) {
      for (WithNames names = this; names.named != null; names = names.before) {
        if (spelling.same(names.named.getName().getValue(), name)) {
          return Optional.of(names);
        }
      }
    }
    return Optional.empty();
  }

  /** How often a name stands where a table may; others of that name are counted with it. */
  private static int uses(String name, Node node) {
    int uses = 0;
    if (node instanceof Table table
        && table.getName().getOriginalParts().size() == 1
        && table.getName().getOriginalParts().getFirst().getValue().equalsIgnoreCase(name)) {
      uses++;
    }
    for (Node child : node.getChildren()) {
      uses += uses(name, child);
    }
    return uses;
  }
}
