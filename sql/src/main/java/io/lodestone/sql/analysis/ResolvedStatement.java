package io.lodestone.sql.analysis;

import io.lodestone.scan.TableSchema;
import io.lodestone.sql.unload.Unload;
import java.util.Optional;

/** A statement in which nothing is left to be looked up. */
public sealed interface ResolvedStatement {
  /**
   * SELECT.
   *
   * @param isLasting whether it means the same at any other moment
   */
  record Rows(ResolvedQuery query, boolean isLasting) implements ResolvedStatement {}

  /**
   * UNLOAD: a SELECT whose rows go elsewhere.
   *
   * @param isLasting whether it means the same at any other moment
   */
  record UnloadedRows(ResolvedQuery query, Unload unload, boolean isLasting)
      implements ResolvedStatement {}

  /** EXPLAIN: how a SELECT would be answered. */
  record Explain(ResolvedQuery query) implements ResolvedStatement {}

  /** EXPLAIN ANALYZE: how a SELECT was answered. */
  record ExplainAnalyze(ResolvedQuery query) implements ResolvedStatement {}

  /** SHOW DATABASES. */
  record ShowDatabases(Optional<NamePattern> like) implements ResolvedStatement {}

  /**
   * SHOW TABLES.
   *
   * @param database one that exists; empty for the tables of all
   */
  record ShowTables(Optional<String> database, Optional<NamePattern> like)
      implements ResolvedStatement {}

  /** SHOW MEASURES. */
  record ShowMeasures(TableSchema schema, Optional<NamePattern> like)
      implements ResolvedStatement {}

  /** DESCRIBE. */
  record Describe(TableSchema schema) implements ResolvedStatement {}

  /** A LIKE pattern for names. */
  record NamePattern(String pattern, Optional<String> escape) {}
}
