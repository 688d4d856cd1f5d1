package io.lodestone.sql.analysis;

import io.trino.sql.tree.WithQuery;
import java.util.Optional;

/**
 * The names that WITH has given to queries, innermost first. A name means its query with the names
 * that came before it.
 *
 * @param named null at the end
 */
record WithNames(WithQuery named, WithNames before) {
  static final WithNames NONE = new WithNames(null, null);

  WithNames and(WithQuery query) {
    return new WithNames(query, this);
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
}
