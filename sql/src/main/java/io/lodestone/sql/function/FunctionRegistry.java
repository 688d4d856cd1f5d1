package io.lodestone.sql.function;

import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.TypeCoercion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All functions by name. Immutable. To add a function is to declare it in one of the families named
 * in {@link #standard}: its name, the types it takes, the type it returns, and a {@link Kernel} or
 * an accumulator. What takes any array or any type at all is declared as {@link Generic}.
 *
 * <p>Operators are functions whose names nobody can write, such as {@code +}.
 */
public final class FunctionRegistry {
  /** Operators that are words; the grammar never reads them as names. */
  private static final Set<String> RESERVED = Set.of("like", "not");

  private final Map<String, List<ScalarFunction>> scalars;
  private final Map<String, List<AggregateFunction>> aggregates;
  private final Map<String, List<Generic<ScalarFunction>>> genericScalars;
  private final Map<String, List<Generic<AggregateFunction>>> genericAggregates;

  private final Map<String, List<HigherOrder>> higherOrders;

  private FunctionRegistry(Builder builder) {
    this.scalars = Map.copyOf(builder.scalars);
    this.aggregates = Map.copyOf(builder.aggregates);
    this.genericScalars = Map.copyOf(builder.genericScalars);
    this.genericAggregates = Map.copyOf(builder.genericAggregates);
    this.higherOrders = Map.copyOf(builder.higherOrders);
  }

  /** Every function there is. */
  public static FunctionRegistry standard() {
    Builder builder = new Builder();
    Arithmetic.declare(builder);
    Comparisons.declare(builder);
    PartComparisons.declare(builder);
    LogicFunctions.declare(builder);
    MathFunctions.declare(builder);
    BitFunctions.declare(builder);
    RandomFunctions.declare(builder);
    TextFunctions.declare(builder);
    TextParts.declare(builder);
    RegexFunctions.declare(builder);
    TimeFunctions.declare(builder);
    TimeFormats.declare(builder);
    Conversions.declare(builder);
    Structures.declare(builder);
    ArrayFunctions.declare(builder);
    LambdaFunctions.declare(builder);
    TimeSeriesFunctions.declare(builder);
    Aggregates.declare(builder);
    SketchFunctions.declare(builder);
    return new FunctionRegistry(builder);
  }

  /**
   * The names under which a statement can call a function: operators and reserved words are not
   * among them.
   */
  public Set<String> names() {
    return Stream.concat(
            all().flatMap(functions -> functions.keySet().stream()),
            WindowFunction.names().stream())
        .filter(name -> name.matches("[a-z_0-9]+") && !RESERVED.contains(name))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Stream<Map<String, ? extends List<?>>> all() {
    return Stream.of(scalars, aggregates, genericScalars, genericAggregates, higherOrders);
  }

  /** The functions of a name, in any case, that take lambdas; empty when there is none. */
  public List<HigherOrder> higherOrders(String name) {
    return higherOrders.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
  }

  /** Whether a name, in any case, is that of an aggregate. */
  public boolean isAggregate(String name) {
    String key = name.toLowerCase(Locale.ROOT);
    return aggregates.containsKey(key) || genericAggregates.containsKey(key);
  }

  /** The functions of a name, in any case, as messages show them; empty when there is none. */
  public List<String> signatures(String name) {
    String key = name.toLowerCase(Locale.ROOT);
    return all()
        .map(functions -> functions.get(key))
        .filter(Objects::nonNull)
        .flatMap(List::stream)
        .map(Object::toString)
        .distinct()
        .sorted()
        .toList();
  }

  /**
   * The function of a name that takes these types with the least coercion; empty when none does.
   */
  public Optional<ScalarFunction> scalar(String name, List<? extends SqlType> arguments) {
    String key = name.toLowerCase(Locale.ROOT);
    return closest(
            scalars.getOrDefault(key, List.of()).stream()
                .filter(f -> f.takes(arguments.size()))
                .toList(),
            f -> distance(arguments, f::argument))
        .or(() -> settled(genericScalars.getOrDefault(key, List.of()), arguments));
  }

  /**
   * The aggregate of a name that takes these types with the least coercion; empty when none does.
   */
  public Optional<AggregateFunction> aggregate(String name, List<? extends SqlType> arguments) {
    String key = name.toLowerCase(Locale.ROOT);
    return closest(
            aggregates.getOrDefault(key, List.of()).stream()
                .filter(f -> f.arguments().size() == arguments.size())
                .toList(),
            f -> distance(arguments, f.arguments()::get))
        .or(() -> settled(genericAggregates.getOrDefault(key, List.of()), arguments));
  }

  /**
   * The function that turns one type into another, by CAST or by itself; empty when there is none.
   */
  public Optional<ScalarFunction> cast(SqlType from, SqlType to) {
    return scalars.getOrDefault(Conversions.nameOfCastTo(to), List.of()).stream()
        .filter(f -> f.argument(0).equals(from))
        .findFirst()
        .or(() -> PartConversions.cast(from, to, this::cast));
  }

  private static <F> Optional<F> settled(
      List<Generic<F>> candidates, List<? extends SqlType> arguments) {
    return candidates.stream()
        .flatMap(generic -> generic.settle().apply(List.copyOf(arguments)).stream())
        .findFirst();
  }

  private static <F> Optional<F> closest(List<F> candidates, ToIntFunction<F> distance) {
    F best = null;
    int least = Integer.MAX_VALUE;
    for (F candidate : candidates) {
      int d = distance.applyAsInt(candidate);
      if (d < least) {
        best = candidate;
        least = d;
      }
    }
    return Optional.ofNullable(best);
  }

  /**
   * The sum over all arguments, where a text read as an instant is further than any number of
   * widenings.
   */
  private static int distance(List<? extends SqlType> from, IntFunction<SqlType> to) {
    int total = 0;
    for (int i = 0; i < from.size(); i++) {
      SqlType target = to.apply(i);
      switch (TypeCoercion.distance(from.get(i), target)) {
        case SAME -> {}
        case WIDER -> total += target == SqlType.Scalar.DOUBLE ? 2 : 1;
        case PARSED -> total += 1_000;
        case NONE -> {
          return Integer.MAX_VALUE;
        }
      }
    }
    return total;
  }

  /** Takes the declarations of the families. */
  static final class Builder {
    private final Map<String, List<ScalarFunction>> scalars = new HashMap<>();
    private final Map<String, List<AggregateFunction>> aggregates = new HashMap<>();
    private final Map<String, List<Generic<ScalarFunction>>> genericScalars = new HashMap<>();
    private final Map<String, List<Generic<AggregateFunction>>> genericAggregates = new HashMap<>();

    private final Map<String, List<HigherOrder>> higherOrders = new HashMap<>();

    void add(HigherOrder function) {
      higherOrders.computeIfAbsent(function.name(), _ -> new ArrayList<>()).add(function);
    }

    void add(ScalarFunction function) {
      scalars.computeIfAbsent(function.name(), _ -> new ArrayList<>()).add(function);
    }

    void add(AggregateFunction function) {
      aggregates.computeIfAbsent(function.name(), _ -> new ArrayList<>()).add(function);
    }

    void addScalar(Generic<ScalarFunction> function) {
      genericScalars.computeIfAbsent(function.name(), _ -> new ArrayList<>()).add(function);
    }

    void addAggregate(Generic<AggregateFunction> function) {
      genericAggregates.computeIfAbsent(function.name(), _ -> new ArrayList<>()).add(function);
    }
  }
}
