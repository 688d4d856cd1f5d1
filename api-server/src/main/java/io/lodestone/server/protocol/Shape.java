package io.lodestone.server.protocol;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * The members of a structure of AWS's service models and what they must satisfy, declared beside
 * our own record of it.
 *
 * <pre>{@code
 * static final Shape<CreateDatabaseRequest> SHAPE =
 *     Shape.<CreateDatabaseRequest>named("CreateDatabaseRequest")
 *         .required("DatabaseName", CreateDatabaseRequest::databaseName, NAME)
 *         .optional("KmsKeyId", CreateDatabaseRequest::kmsKeyId, Rule.text(1, 2048))
 *         .build();
 * }</pre>
 *
 * Immutable.
 *
 * @param <T> our record; a member that is absent is null in it
 * @param name the structure's name in the model
 * @param members in the order of the model
 */
public record Shape<T>(String name, List<Member<T, ?>> members) {
  public Shape {
    Objects.requireNonNull(name, "name");
    members = List.copyOf(members);
  }

  /**
   * One member.
   *
   * @param name as on the wire
   * @param required whether it must be there
   * @param read takes it from our record; null when absent
   * @param rule what it must satisfy when it is there
   */
  public record Member<T, V>(
      String name, boolean required, Function<T, ? extends V> read, Rule<V> rule) {
    public Member {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(read, "read");
      Objects.requireNonNull(rule, "rule");
    }
  }

  public static <T> Builder<T> named(String name) {
    return new Builder<>(name);
  }

  /** Collects members in the order of the model. */
  public static final class Builder<T> {
    private final String name;
    private final List<Member<T, ?>> members = new ArrayList<>();

    private Builder(String name) {
      this.name = name;
    }

    public <V> Builder<T> required(String member, Function<T, ? extends V> read, Rule<V> rule) {
      members.add(new Member<>(member, true, read, rule));
      return this;
    }

    public <V> Builder<T> optional(String member, Function<T, ? extends V> read, Rule<V> rule) {
      members.add(new Member<>(member, false, read, rule));
      return this;
    }

    public Shape<T> build() {
      return new Shape<>(name, members);
    }
  }

  /**
   * Checks a request against this shape.
   *
   * @return the same request
   * @throws ServiceException VALIDATION, naming every violation as AWS does
   */
  public T validate(T request) {
    Violations violations = new Violations();
    Rule.structure(this).check(request, violations);
    violations.throwIfAny();
    return request;
  }
}
