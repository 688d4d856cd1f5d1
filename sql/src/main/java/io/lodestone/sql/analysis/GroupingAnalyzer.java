package io.lodestone.sql.analysis;

import io.lodestone.sql.function.Term;
import io.trino.sql.tree.Expression;
import io.trino.sql.tree.GroupBy;
import io.trino.sql.tree.GroupingElement;
import io.trino.sql.tree.GroupingSets;
import io.trino.sql.tree.SimpleGroupBy;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Function;

/**
 * What GROUP BY says: the keys, and the sets of them by which rows are grouped. Elements that stand
 * side by side are multiplied with each other.
 */
final class GroupingAnalyzer {
  /** More sets than this are an oversight, such as CUBE of many columns. */
  private static final int SETS_MAX = 2_048;

  private final Statement statement;
  private final Function<Expression, Term> keys;
  private final List<Term> found = new ArrayList<>();

  /**
   * @param keys understands one expression of GROUP BY
   */
  GroupingAnalyzer(Statement statement, Function<Expression, Term> keys) {
    this.statement = statement;
    this.keys = keys;
  }

  /** The keys of all sets, in the order of their appearance. */
  List<Term> keys() {
    return found;
  }

  /** The sets as numbers of keys; none when rows are grouped by all keys and nothing else. */
  List<List<Integer>> sets(GroupBy groupBy) {
    List<List<Integer>> sets = List.of(List.of());
    for (GroupingElement element : groupBy.getGroupingElements()) {
      sets = product(sets, setsOf(element), element);
    }
    if (groupBy.isDistinct()) {
      sets = List.copyOf(new LinkedHashSet<>(sets));
    }
    return sets.size() == 1 ? List.of() : sets;
  }

  private List<List<Integer>> setsOf(GroupingElement element) {
    return switch (element) {
      case SimpleGroupBy simple -> List.of(numbers(simple.getExpressions()));
      case GroupingSets sets ->
          switch (sets.getType()) {
            case EXPLICIT -> sets.getSets().stream().map(this::numbers).toList();
            case ROLLUP -> rollup(sets.getSets().stream().map(this::numbers).toList());
            case CUBE -> cube(sets.getSets().stream().map(this::numbers).toList(), element);
          };
      default ->
          throw SemanticException.notSupported(
              statement.positionOf(element), element.getClass().getSimpleName());
    };
  }

  private List<Integer> numbers(List<Expression> expressions) {
    List<Integer> numbers = new ArrayList<>();
    for (Expression expression : expressions) {
      Term key = keys.apply(expression);
      if (!found.contains(key)) {
        found.add(key);
      }
      if (!numbers.contains(found.indexOf(key))) {
        numbers.add(found.indexOf(key));
      }
    }
    return numbers;
  }

  /** All of them, then always one less, and in the end none. */
  private static List<List<Integer>> rollup(List<List<Integer>> parts) {
    List<List<Integer>> sets = new ArrayList<>();
    for (int count = parts.size(); count >= 0; count--) {
      sets.add(joined(parts.subList(0, count)));
    }
    return sets;
  }

  /** Every choice of them. */
  private List<List<Integer>> cube(List<List<Integer>> parts, GroupingElement element) {
    List<List<Integer>> sets = List.of(List.of());
    for (List<Integer> part : parts) {
      sets = product(sets, List.of(part, List.of()), element);
    }
    return sets;
  }

  private List<List<Integer>> product(
      List<List<Integer>> left, List<List<Integer>> right, GroupingElement element) {
    if ((long) left.size() * right.size() > SETS_MAX) {
      throw SemanticException.at(
          statement.positionOf(element), "GROUP BY has more than " + SETS_MAX + " grouping sets");
    }
    List<List<Integer>> sets = new ArrayList<>();
    for (List<Integer> one : left) {
      for (List<Integer> other : right) {
        sets.add(joined(List.of(one, other)));
      }
    }
    return sets;
  }

  private static List<Integer> joined(List<List<Integer>> parts) {
    return parts.stream().flatMap(List::stream).distinct().toList();
  }
}
