package io.lodestone.sql.parser;

import io.trino.sql.tree.Node;
import io.trino.sql.tree.NodeLocation;
import io.trino.sql.tree.Parameter;
import io.trino.sql.tree.Statement;
import java.util.List;
import java.util.Optional;

/** A statement's syntax tree, and the way back from its nodes to the user's text. */
public final class ParsedStatement {
  private final Statement tree;
  private final TokenRewrite rewrite;
  private final Optional<UnloadClause> unload;

  ParsedStatement(Statement tree, TokenRewrite rewrite, Optional<UnloadClause> unload) {
    this.tree = tree;
    this.rewrite = rewrite;
    this.unload = unload;
  }

  /** The statement, or that in the brackets of UNLOAD. */
  public Statement tree() {
    return tree;
  }

  /** What UNLOAD says beside its query; empty for any other statement. */
  public Optional<UnloadClause> unload() {
    return unload;
  }

  /** Whether the user wrote SHOW MEASURES, which the tree has as SHOW COLUMNS. */
  public boolean isShowMeasures() {
    return rewrite.firstWords().equals(List.of("SHOW", "MEASURES"));
  }

  /** The names of its parameters, each once, in the order in which they first stand in the text. */
  public List<String> parameters() {
    return rewrite.parameters().values().stream().distinct().toList();
  }

  /** The name of a parameter that the statement has. */
  public String nameOf(Parameter parameter) {
    return rewrite.parameters().get(positionOf(parameter));
  }

  /** Where a node begins in the user's text; the text's start for one that the parser made up. */
  public Position positionOf(Node node) {
    NodeLocation location = node.getLocation().orElse(null);
    return location == null
        ? new Position(1, 1)
        : rewrite.originalOf(location.getLineNumber(), location.getColumnNumber());
  }
}
