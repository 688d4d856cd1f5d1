package io.lodestone.engine;

import io.lodestone.scan.Aggregate;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One figure about a group of rows, by plain arithmetic.
 *
 * @param aggregate which figure
 * @param type the type of its column
 * @param rows values by column, the time among them, in the order of series and time
 */
record ModelFigure(Aggregate aggregate, String type, List<Map<String, String>> rows) {
  private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);
  private static final BigDecimal DOUBLE_MAX = BigDecimal.valueOf(Double.MAX_VALUE);

  /** Whether a text, null for NULL, is the figure. Of a sum of doubles the last bits are open. */
  boolean agrees(String figure) {
    Comparator<Map<String, String>> byTime =
        Comparator.comparingLong(row -> Long.parseLong(row.get("time")));
    String column = aggregate.column();
    return switch (aggregate.function()) {
      case COUNT ->
          Objects.equals(
              figure, Integer.toString(column.isEmpty() ? rows.size() : values().size()));
      case MIN -> Objects.equals(figure, values().stream().min(this::compare).orElse(null));
      case MAX -> Objects.equals(figure, values().stream().max(this::compare).orElse(null));
      // Of equal ones min takes the first.
      case FIRST -> Objects.equals(figure, rows.stream().min(byTime).orElseThrow().get(column));
      case LAST ->
          Objects.equals(figure, rows.stream().min(byTime.reversed()).orElseThrow().get(column));
      case SUM ->
          values().isEmpty()
              ? figure == null
              : type.equals("BIGINT")
                  ? Objects.equals(figure, sum().toString())
                  : isNear(figure, 1);
      case AVG ->
          values().isEmpty()
              ? figure == null
              : type.equals("BIGINT")
                  ? Objects.equals(figure, text(sum().doubleValue() / values().size()))
                  : isNear(figure, values().size());
    };
  }

  /** Whether a sum of integers has no room in a BIGINT. */
  boolean isTooGreat() {
    return sum().compareTo(LONG_MAX) > 0 || sum().not().compareTo(LONG_MAX) > 0;
  }

  private List<String> values() {
    return rows.stream().map(row -> row.get(aggregate.column())).filter(Objects::nonNull).toList();
  }

  private BigInteger sum() {
    return values().stream().map(BigInteger::new).reduce(BigInteger.ZERO, BigInteger::add);
  }

  private boolean isNear(String figure, int divisor) {
    if (figure == null) {
      return false;
    }
    double found = Double.parseDouble(figure);
    double special = 0;
    BigDecimal exact = BigDecimal.ZERO;
    BigDecimal weight = BigDecimal.ZERO;
    for (String value : values()) {
      double number = Double.parseDouble(value);
      if (Double.isFinite(number)) {
        exact = exact.add(new BigDecimal(number));
        weight = weight.add(new BigDecimal(number).abs());
      } else {
        special += number;
      }
    }
    if (weight.compareTo(DOUBLE_MAX) > 0) {
      // On the way to the sum there may be an infinity or none.
      return true;
    }
    if (special != 0) {
      return Double.compare(found, special) == 0;
    }
    double error = Math.abs(found - exact.doubleValue() / divisor);
    return error <= weight.doubleValue() / divisor * 1e-12 + Double.MIN_VALUE;
  }

  private int compare(String one, String other) {
    return switch (type) {
      case "DOUBLE" -> Double.compare(Double.parseDouble(one), Double.parseDouble(other));
      case "BIGINT", "TIMESTAMP" -> Long.compare(Long.parseLong(one), Long.parseLong(other));
      default -> one.compareTo(other);
    };
  }

  private static String text(double value) {
    return Double.toString(value + 0.0);
  }
}
