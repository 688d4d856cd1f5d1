package io.lodestone.sql;

import io.lodestone.sql.analysis.Analyzer;
import io.lodestone.sql.analysis.Parameters;
import io.lodestone.sql.analysis.ResolvedQuery;
import io.lodestone.sql.analysis.ResolvedStatement;
import io.lodestone.sql.exec.MemoryBudget;
import io.lodestone.sql.exec.MemoryPool;
import io.lodestone.sql.exec.QueryContext;
import io.lodestone.sql.exec.StepCounts;
import io.lodestone.sql.function.FunctionRegistry;
import io.lodestone.sql.function.Term;
import io.lodestone.sql.parser.ParsedStatement;
import io.lodestone.sql.parser.TimestreamSql;
import io.lodestone.sql.plan.Planner;
import io.lodestone.sql.unload.Unload;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Answers statements of Timestream SQL. Safe for several threads; each result is used by one.
 *
 * <pre>{@code
 * try (QueryResult result = engine.execute("SELECT region, avg(cpu) FROM db.host GROUP BY region")) {
 *   while (result.advance()) {
 *     use(result.batch());
 *   }
 * }
 * }</pre>
 */
public final class SqlEngine {
  private final Tables tables;
  private final InstantSource clock;
  private final SqlOptions options;
  private final TimestreamSql parser = new TimestreamSql();
  private final Analyzer analyzer;
  private final MetadataStatements metadata;
  private final PlanCache plans;
  private final MemoryPool memory;

  /**
   * @param tables what there is to be read
   * @param clock gives {@code now()} and measures run times
   * @param options limits of each query, and of all together
   */
  public SqlEngine(Tables tables, InstantSource clock, SqlOptions options) {
    this.tables = Objects.requireNonNull(tables, "tables");
    this.clock = Objects.requireNonNull(clock, "clock");
    this.options = Objects.requireNonNull(options, "options");
    FunctionRegistry functions = FunctionRegistry.standard();
    this.analyzer = new Analyzer(functions, options.depthMax());
    this.metadata = new MetadataStatements(functions);
    this.plans = new PlanCache(options.plansMax());
    this.memory = new MemoryPool(options.memoryOfAllBytesMax());
  }

  /**
   * Understands a statement and takes snapshots of the tables it names. Rows are read when the
   * result is advanced.
   *
   * @return to be closed by the caller
   * @throws SqlException when the statement cannot be understood or is too long
   */
  public QueryResult execute(String sql) {
    return execute(sql, tables);
  }

  /**
   * Likewise, over other tables than this engine's own: those that one asker may see, for example.
   *
   * @param visible what there is to be read; what it throws passes as it is
   */
  public QueryResult execute(String sql, Tables visible) {
    return execute(sql, visible, QueryArguments.NONE);
  }

  /**
   * Likewise, with values for the parameters of the statement: {@code @name} and {@code ?}.
   *
   * @throws SqlException also when a parameter has no value or one of a wrong type
   */
  public QueryResult execute(String sql, Tables visible, QueryArguments arguments) {
    return execute(sql, visible, arguments, false);
  }

  /**
   * Likewise, and UNLOAD as well, which everybody else is refused: its result has the rows of its
   * query, and {@link QueryResult#unload} says where the caller has to write them.
   */
  public QueryResult executeOrUnload(String sql, Tables visible) {
    return execute(sql, visible, QueryArguments.NONE, true);
  }

  private QueryResult execute(
      String sql, Tables visible, QueryArguments arguments, boolean mayUnload) {
    checkLength(sql);
    Instant now = clock.instant();
    OpenTables open = new OpenTables(visible);
    try {
      PlanCache.Entry known = plans.entry(sql, parser::parse);
      if (known.parsed().unload().isPresent() && !mayUnload) {
        throw atStart("UNLOAD is not possible here");
      }
      Optional<PlanCache.Plan> plan = known.planFor(open);
      if (plan.isPresent()) {
        return new RunningQuery(plan.get(), context(open, now), open);
      }
      ResolvedStatement resolved =
          analyzer.analyze(known.parsed(), open, Parameters.of(constants(arguments)), now);
      if (resolved instanceof ResolvedStatement.Rows(ResolvedQuery query, boolean isLasting)) {
        return running(known, planned(query, Optional.empty(), open), isLasting, now, open);
      }
      if (resolved
          instanceof
          ResolvedStatement.UnloadedRows(ResolvedQuery query, Unload unload, boolean isLasting)) {
        return running(known, planned(query, Optional.of(unload), open), isLasting, now, open);
      }
      if (resolved instanceof ResolvedStatement.ExplainAnalyze(ResolvedQuery query)) {
        return analyzed(query, open, now);
      }
      QueryResult result = metadata.execute(resolved, visible, open);
      open.close();
      return result;
    } catch (RuntimeException | StackOverflowError e) {
      open.close();
      throw Failures.translated(e);
    }
  }

  /**
   * Understands a SELECT without running it: what it would answer, and which parameters it has. A
   * parameter has the type of what it is compared with or given to; {@code @scheduled_runtime} is
   * always a timestamp.
   *
   * @throws SqlException when it cannot be understood, is too long, or is no SELECT
   */
  public PreparedQuery prepare(String sql) {
    return prepare(sql, tables);
  }

  /**
   * Likewise, over other tables than this engine's own.
   *
   * @param visible what there is to be read; what it throws passes as it is
   * @throws SqlException when it cannot be understood, is too long, or is no SELECT
   */
  public PreparedQuery prepare(String sql, Tables visible) {
    checkLength(sql);
    Instant now = clock.instant();
    try (OpenTables open = new OpenTables(visible)) {
      ParsedStatement parsed = parser.parse(sql);
      Parameters found = Parameters.unbound();
      analyzer.analyze(parsed, open, found, now);
      Parameters settled = found.settled();
      if (analyzer.analyze(parsed, open, settled, now)
          instanceof ResolvedStatement.Rows(ResolvedQuery query, boolean _)) {
        return new PreparedQuery(
            query.columns().stream()
                .map(c -> new PreparedQuery.Column(c.name(), c.type(), c.table(), c.aliased()))
                .toList(),
            parsed.parameters().stream()
                .map(p -> new PreparedQuery.Parameter(p, settled.types().get(p)))
                .toList());
      }
      throw atStart("Only a SELECT can be prepared");
    } catch (SqlException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      throw Failures.translated(e);
    }
  }

  private static SqlException atStart(String message) {
    return new SqlException(SqlException.Kind.SEMANTIC, "line 1:1: " + message, 1, 1, null);
  }

  private void checkLength(String sql) {
    if (sql.length() > options.textCharsMax()) {
      throw new SqlException(
          SqlException.Kind.LIMIT,
          "The query string is longer than " + options.textCharsMax() + " characters",
          0,
          0,
          null);
    }
  }

  private Map<String, Term.Constant> constants(QueryArguments arguments) {
    Map<String, Term.Constant> constants = new HashMap<>();
    arguments
        .values()
        .forEach(
            (name, value) -> constants.put(name, analyzer.constant(value.type(), value.text())));
    return constants;
  }

  /** What is known of earlier statements. */
  PlanCache plans() {
    return plans;
  }

  /** Heap that the queries of this engine hold now, in bytes. Any thread. */
  public long memoryBytes() {
    return memory.bytesUsed();
  }

  private PlanCache.Plan planned(ResolvedQuery query, Optional<Unload> unload, OpenTables open) {
    plans.planned();
    return new PlanCache.Plan(
        query.columns().stream().map(c -> new ResultColumn(c.name(), c.type())).toList(),
        Planner.plan(query),
        unload,
        open.schemas());
  }

  private QueryContext context(OpenTables open, Instant start) {
    return new QueryContext(
        open::source,
        open::aggregates,
        new MemoryBudget(options.memoryBytesMax(), memory),
        clock,
        start,
        options.runTimeMax());
  }

  /** A query of a new plan, which is kept if it will be good again. */
  private RunningQuery running(
      PlanCache.Entry known,
      PlanCache.Plan made,
      boolean isLasting,
      Instant start,
      OpenTables open) {
    if (isLasting) {
      known.keep(made);
    }
    return new RunningQuery(made, context(open, start), open);
  }

  private QueryResult analyzed(ResolvedQuery query, OpenTables open, Instant start) {
    QueryContext context = context(open, start);
    StepCounts counts = new StepCounts(clock);
    context.count(counts);
    PlanCache.Plan plan = planned(query, Optional.empty(), open);
    return new AnalyzedQuery(
        plan.root(), new RunningQuery(plan, context, open), counts, context::bytesPeak);
  }
}
