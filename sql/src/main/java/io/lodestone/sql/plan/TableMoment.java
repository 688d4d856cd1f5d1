package io.lodestone.sql.plan;

import io.lodestone.model.TableRef;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A table as of a moment: what one scan reads.
 *
 * @param asOf empty for the moment at which the statement began
 */
public record TableMoment(TableRef table, Optional<Instant> asOf) {
  public TableMoment {
    Objects.requireNonNull(table, "table");
    Objects.requireNonNull(asOf, "asOf");
  }

  public static TableMoment now(TableRef table) {
    return new TableMoment(table, Optional.empty());
  }

  @Override
  public String toString() {
    return table + asOf.map(instant -> " as of " + instant).orElse("");
  }
}
