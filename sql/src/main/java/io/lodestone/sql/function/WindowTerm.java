package io.lodestone.sql.function;

import io.lodestone.sql.type.SqlType;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A function of a row and the rows around it.
 *
 * @param filter the rows that count; empty for all
 * @param ignoresNulls whether rows whose first argument is NULL are passed over
 * @param partition rows around are those that agree in these
 * @param order the order of the rows within a partition
 */
public record WindowTerm(
    WindowFunction function,
    List<Term> arguments,
    Optional<Term> filter,
    boolean ignoresNulls,
    List<Term> partition,
    List<Order> order,
    Frame frame)
    implements Term.Placeholder {
  public WindowTerm {
    arguments = List.copyOf(arguments);
    partition = List.copyOf(partition);
    order = List.copyOf(order);
  }

  @Override
  public SqlType type() {
    return function.returns();
  }

  @Override
  public List<Term> parts() {
    return Stream.of(
            arguments.stream(),
            filter.stream(),
            partition.stream(),
            order.stream().map(Order::term),
            frame.start().distance().stream(),
            frame.end().distance().stream())
        .flatMap(terms -> terms)
        .toList();
  }

  @Override
  public Term withParts(List<Term> parts) {
    Iterator<Term> next = parts.iterator();
    return new WindowTerm(
        function,
        arguments.stream().map(_ -> next.next()).toList(),
        filter.map(_ -> next.next()),
        ignoresNulls,
        partition.stream().map(_ -> next.next()).toList(),
        order.stream().map(o -> new Order(next.next(), o.ascending(), o.nullsFirst())).toList(),
        new Frame(
            frame.mode(),
            new Frame.Bound(frame.start().place(), frame.start().distance().map(_ -> next.next())),
            new Frame.Bound(frame.end().place(), frame.end().distance().map(_ -> next.next()))));
  }

  /**
   * What rows of a window are ordered by.
   *
   * @param nullsFirst whether NULLs come before all values, whatever the direction
   */
  public record Order(Term term, boolean ascending, boolean nullsFirst) {}
}
