package io.lodestone.sql.analysis;

import io.trino.sql.tree.Identifier;
import io.trino.sql.tree.Node;
import io.trino.sql.tree.Window;
import io.trino.sql.tree.WindowDefinition;
import io.trino.sql.tree.WindowReference;
import io.trino.sql.tree.WindowSpecification;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The windows that {@code WINDOW w AS (...)} names. Names are compared without regard to case. */
final class WindowNames {
  static final WindowNames NONE = new WindowNames(Map.of());

  /** By the name in lower case: windows that speak of no other. */
  private final Map<String, WindowSpecification> known;

  private WindowNames(Map<String, WindowSpecification> known) {
    this.known = known;
  }

  /** Each definition may build upon those before it. */
  static WindowNames of(List<WindowDefinition> definitions, Statement statement) {
    Map<String, WindowSpecification> known = new TreeMap<>();
    WindowNames names = new WindowNames(known);
    for (WindowDefinition definition : definitions) {
      Identifier name = definition.getName();
      if (known.put(key(name), names.whole(definition.getWindow(), statement)) != null) {
        throw SemanticException.at(
            statement.positionOf(name),
            "WINDOW name '" + name.getValue() + "' specified more than once");
      }
    }
    return names;
  }

  /** What stands behind OVER, with all that it takes from a named window. */
  WindowSpecification whole(Window window, Statement statement) {
    return switch (window) {
      case WindowReference reference -> named(reference.getName(), statement);
      case WindowSpecification own when own.getExistingWindowName().isPresent() ->
          upon(named(own.getExistingWindowName().get(), statement), own, statement);
      case WindowSpecification own -> own;
      default -> throw new IllegalStateException("no window: " + window);
    };
  }

  private WindowSpecification named(Identifier name, Statement statement) {
    return Optional.ofNullable(known.get(key(name)))
        .orElseThrow(
            () ->
                SemanticException.at(
                    statement.positionOf(name), "Cannot resolve WINDOW name " + name.getValue()));
  }

  private static WindowSpecification upon(
      WindowSpecification base, WindowSpecification own, Statement statement) {
    if (!own.getPartitionBy().isEmpty()) {
      throw refused(
          own.getPartitionBy().getFirst(),
          "WINDOW specification with named WINDOW reference cannot specify PARTITION BY",
          statement);
    }
    if (own.getOrderBy().isPresent() && base.getOrderBy().isPresent()) {
      throw refused(
          own.getOrderBy().get(),
          "Cannot specify ORDER BY if referenced named WINDOW specifies ORDER BY",
          statement);
    }
    if (base.getFrame().isPresent()) {
      throw refused(
          own.getExistingWindowName().orElseThrow(),
          "Cannot reference named WINDOW containing frame specification",
          statement);
    }
    return new WindowSpecification(
        own.getLocation().orElseThrow(),
        Optional.empty(),
        base.getPartitionBy(),
        own.getOrderBy().or(base::getOrderBy),
        own.getFrame());
  }

  private static SemanticException refused(Node node, String why, Statement statement) {
    return SemanticException.at(statement.positionOf(node), why);
  }

  private static String key(Identifier name) {
    return name.getValue().toLowerCase(Locale.ROOT);
  }
}
