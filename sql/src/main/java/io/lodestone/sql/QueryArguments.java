package io.lodestone.sql;

import io.lodestone.sql.type.SqlType.Scalar;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Values for the parameters of a statement, by name. Immutable; those that the statement does not
 * have are of no effect.
 */
public final class QueryArguments {
  /** No values: for statements without parameters. */
  public static final QueryArguments NONE = new QueryArguments(Map.of());

  private static final DateTimeFormatter NANOSECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.nnnnnnnnn").withZone(ZoneOffset.UTC);

  /**
   * A value.
   *
   * @param text its text form; empty for NULL
   */
  record Argument(Scalar type, Optional<String> text) {
    Argument {
      Objects.requireNonNull(type, "type");
    }
  }

  private final Map<String, Argument> values;

  private QueryArguments(Map<String, Argument> values) {
    this.values = Map.copyOf(values);
  }

  /** The value of {@code @scheduled_runtime}: for which instant a scheduled query runs. */
  public static QueryArguments scheduledAt(Instant runTime) {
    return NONE.with("scheduled_runtime", Scalar.TIMESTAMP, NANOSECONDS.format(runTime));
  }

  /**
   * These values and one more, which takes the place of one of the same name.
   *
   * @param name without {@code @}; of the n-th {@code ?} it is n
   * @param text the value as CAST reads it; a text that is none of the type makes the statement
   *     fail
   */
  public QueryArguments with(String name, Scalar type, String text) {
    return with(name, new Argument(type, Optional.of(text)));
  }

  /** These values, and NULL for a name. */
  public QueryArguments withNull(String name, Scalar type) {
    return with(name, new Argument(type, Optional.empty()));
  }

  Map<String, Argument> values() {
    return values;
  }

  private QueryArguments with(String name, Argument value) {
    Map<String, Argument> all = new HashMap<>(values);
    all.put(name, value);
    return new QueryArguments(all);
  }
}
