package io.lodestone.sql;

import io.lodestone.scan.TableSchema;
import io.lodestone.sql.parser.ParsedStatement;
import io.lodestone.sql.plan.PlanNode;
import io.lodestone.sql.plan.TableMoment;
import io.lodestone.sql.unload.Unload;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What is known of statements that were asked before, by their text; those asked longest ago are
 * forgotten first. Safe for several threads.
 *
 * <p>A syntax tree is good for ever. A plan is good for as long as the tables that it reads have
 * the columns for which it was made, which is looked at each time; one that depends on the moment
 * at which the statement began, or on values of parameters, is not kept.
 */
final class PlanCache {
  /** Longer texts are rarely asked twice, and their trees are large. */
  private static final int CHARS_MAX = 16_384;

  /**
   * A plan that may be run again.
   *
   * @param unload where its rows go, if not to whoever asks
   * @param schemas of the tables that it reads
   */
  record Plan(
      List<ResultColumn> columns,
      PlanNode root,
      Optional<Unload> unload,
      Map<TableMoment, TableSchema> schemas) {
    Plan {
      columns = List.copyOf(columns);
      schemas = Map.copyOf(schemas);
    }
  }

  /** What is known of one text. */
  static final class Entry {
    private final ParsedStatement parsed;
    private volatile Plan plan;

    private Entry(ParsedStatement parsed) {
      this.parsed = parsed;
    }

    ParsedStatement parsed() {
      return parsed;
    }

    /**
     * A plan for tables, which this opens; empty when there is none that fits. What was opened
     * stays open in any case, for it is what the statement names.
     */
    Optional<Plan> planFor(OpenTables tables) {
      Plan known = plan;
      return known != null && tables.have(known.schemas()) ? Optional.of(known) : Optional.empty();
    }

    void keep(Plan made) {
      plan = made;
    }
  }

  /** In the order in which they were last asked. */
  private final LinkedHashMap<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

  private final int entriesMax;
  private long parsings;
  private long plannings;

  /**
   * @param entriesMax how many texts are known at most; 0 for none
   */
  PlanCache(int entriesMax) {
    this.entriesMax = entriesMax;
  }

  /** What is known of a text, which is parsed if that is nothing. */
  Entry entry(String sql, Function<String, ParsedStatement> parser) {
    synchronized (this) {
      Entry known = entries.get(sql);
      if (known != null) {
        return known;
      }
    }
    Entry made = new Entry(parser.apply(sql));
    synchronized (this) {
      parsings++;
      if (sql.length() <= CHARS_MAX) {
        entries.put(sql, made);
      }
      while (entries.size() > entriesMax) {
        entries.pollFirstEntry();
      }
    }
    return made;
  }

  /** Notes that a plan had to be made. */
  synchronized void planned() {
    plannings++;
  }

  /** How many texts had to be parsed so far. */
  synchronized long parsings() {
    return parsings;
  }

  /** How many plans had to be made so far. */
  synchronized long plannings() {
    return plannings;
  }

  synchronized int size() {
    return entries.size();
  }
}
