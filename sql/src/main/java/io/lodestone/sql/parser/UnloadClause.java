package io.lodestone.sql.parser;

import java.util.List;
import java.util.Objects;

/**
 * What UNLOAD says beside its query, as it is written: names may be unknown and values make no
 * sense.
 *
 * @param target what stands behind TO
 * @param options in the order of the text; a name may come more than once
 */
public record UnloadClause(Text target, List<Option> options) {
  public UnloadClause {
    Objects.requireNonNull(target, "target");
    options = List.copyOf(options);
  }

  /**
   * An option.
   *
   * @param name as it is written, in any case
   * @param position where the name stands
   */
  public record Option(String name, Position position, Value value) {
    public Option {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(position, "position");
      Objects.requireNonNull(value, "value");
    }
  }

  /** What an option is set to. */
  public sealed interface Value {
    /** Where it begins. */
    Position position();
  }

  /**
   * A text.
   *
   * @param text without its quotes
   */
  public record Text(String text, Position position) implements Value {
    public Text {
      Objects.requireNonNull(text, "text");
      Objects.requireNonNull(position, "position");
    }
  }

  /**
   * {@code ARRAY[…]}.
   *
   * @param names perhaps none
   */
  public record Names(List<Text> names, Position position) implements Value {
    public Names {
      names = List.copyOf(names);
      Objects.requireNonNull(position, "position");
    }
  }
}
