package io.lodestone.sql.analysis;

import io.lodestone.model.TableRef;
import io.lodestone.sql.function.Term;
import io.lodestone.sql.parser.Position;
import io.lodestone.sql.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The columns that expressions may name, in their order. */
record Scope(List<Field> fields) {
  static final Scope EMPTY = new Scope(List.of());

  Scope {
    fields = List.copyOf(fields);
  }

  /**
   * A column.
   *
   * @param qualifier what may stand before its name: nothing, an alias, or database and table
   * @param table the one whose column it is; empty for one that is computed
   */
  record Field(List<String> qualifier, String name, SqlType type, Optional<TableRef> table) {
    Field {
      qualifier = List.copyOf(qualifier);
    }

    /** A column of no table. */
    Field(List<String> qualifier, String name, SqlType type) {
      this(qualifier, name, type, Optional.empty());
    }
  }

  /** The same columns under another name, and perhaps with other names themselves. */
  Scope renamed(String alias, List<String> names) {
    List<Field> renamed = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      Field field = fields.get(i);
      String name = names.isEmpty() ? field.name() : names.get(i);
      renamed.add(new Field(List.of(alias), name, field.type(), field.table()));
    }
    return new Scope(renamed);
  }

  /** Positions of the columns that {@code parts.*} means; all for no parts. */
  List<Integer> columnsOf(List<String> parts) {
    for (Spelling spelling : Spelling.values()) {
      List<Integer> found = find(field -> endsWith(field.qualifier(), parts, spelling));
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  /**
   * The column of a name.
   *
   * @param parts the name, and what stands before it
   * @throws SemanticException when there is none or more than one
   */
  Term.Input resolve(List<String> parts, Position position) {
    List<Integer> found = named(parts);
    if (found.size() > 1) {
      throw SemanticException.at(position, "Column '" + String.join(".", parts) + "' is ambiguous");
    }
    if (found.size() == 1) {
      return input(found.getFirst());
    }
    throw SemanticException.at(position, "Column '" + String.join(".", parts) + "' does not exist");
  }

  /** Whether there is a column of a name, or more than one. */
  boolean knows(List<String> parts) {
    return !named(parts).isEmpty();
  }

  /** These columns, then others. */
  Scope and(Scope others) {
    List<Field> all = new ArrayList<>(fields);
    all.addAll(others.fields);
    return new Scope(all);
  }

  Term.Input input(int column) {
    return new Term.Input(column, fields.get(column).type());
  }

  private List<Integer> named(List<String> parts) {
    for (Spelling spelling : Spelling.values()) {
      List<Integer> found =
          find(
              field ->
                  spelling.same(field.name(), parts.getLast())
                      && endsWith(field.qualifier(), parts.subList(0, parts.size() - 1), spelling));
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  private List<Integer> find(Predicate<Field> wanted) {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      if (wanted.test(fields.get(i))) {
        found.add(i);
      }
    }
    return found;
  }

  private static boolean endsWith(List<String> qualifier, List<String> parts, Spelling spelling) {
    int missing = qualifier.size() - parts.size();
    if (missing < 0) {
      return false;
    }
    for (int i = 0; i < parts.size(); i++) {
      if (!spelling.same(qualifier.get(missing + i), parts.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Names are compared exactly first; only if that finds nothing, without regard to case. */
  enum Spelling {
    EXACT,
    ANY_CASE;

    boolean same(String name, String written) {
      return this == EXACT ? name.equals(written) : name.equalsIgnoreCase(written);
    }
  }
}
