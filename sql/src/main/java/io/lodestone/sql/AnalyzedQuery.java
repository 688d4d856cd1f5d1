package io.lodestone.sql;

import io.lodestone.sql.exec.StepCounts;
import io.lodestone.sql.plan.PlanNode;
import io.lodestone.sql.plan.PlanText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * EXPLAIN ANALYZE: runs a query to its end, throws its rows away, and tells what each step did. It
 * runs when it is first advanced.
 */
final class AnalyzedQuery implements QueryResult {
  private static final List<String> COLUMNS = List.of("Query Plan");

  private final PlanNode plan;
  private final RunningQuery query;
  private final StepCounts counts;
  private final LongSupplier bytesHeld;
  private final MetadataResult none = MetadataResult.ofTexts(COLUMNS, List.of());
  private MetadataResult lines;

  /**
   * @param query of the plan, its steps watched by {@code counts}
   * @param bytesHeld how much memory it has held at most
   */
  AnalyzedQuery(PlanNode plan, RunningQuery query, StepCounts counts, LongSupplier bytesHeld) {
    this.plan = plan;
    this.query = query;
    this.counts = counts;
    this.bytesHeld = bytesHeld;
  }

  @Override
  public List<ResultColumn> columns() {
    return none.columns();
  }

  @Override
  public boolean isMetadata() {
    return false;
  }

  @Override
  public boolean advance() {
    if (lines == null) {
      long rows = 0;
      while (query.advance()) {
        rows += query.batch().rowCount();
      }
      lines = MetadataResult.ofTexts(COLUMNS, report(rows).stream().map(List::of).toList());
    }
    return lines.advance();
  }

  private List<String> report(long rows) {
    List<String> report = new ArrayList<>(PlanText.of(plan, counts));
    report.add(
        String.format(
            Locale.ROOT,
            "Answered with %d rows; scanned %d rows, %d bytes; held at most %d bytes",
            rows,
            statistics().rowsScanned(),
            statistics().bytesScanned(),
            bytesHeld.getAsLong()));
    return report;
  }

  @Override
  public ResultBatch batch() {
    return lines.batch();
  }

  @Override
  public QueryStatistics statistics() {
    return query.statistics();
  }

  @Override
  public void cancel() {
    query.cancel();
  }

  @Override
  public void close() {
    query.close();
    lines = none;
  }
}
