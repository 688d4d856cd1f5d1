package io.lodestone.sql.analysis;

import io.lodestone.sql.function.FunctionRegistry;
import io.lodestone.sql.function.Term;
import io.lodestone.sql.parser.ParsedStatement;
import io.lodestone.sql.parser.Position;
import io.lodestone.sql.type.LimitException;
import io.lodestone.sql.type.SqlType.Scalar;
import io.trino.sql.tree.Node;
import io.trino.sql.tree.Parameter;
import java.time.Instant;
import java.util.function.Supplier;

/** What all parts of the analysis of one statement share. */
final class Statement {
  private final ParsedStatement parsed;
  private final FunctionRegistry functions;
  private final Parameters parameters;
  private final Instant instant;
  private final Term.Constant now;
  private final int depthMax;
  private int depth;
  private long seed;
  private boolean ofMoment;

  /**
   * @param now the statement's one instant, shown in milliseconds as Timestream does
   */
  Statement(
      ParsedStatement parsed,
      FunctionRegistry functions,
      Parameters parameters,
      Instant now,
      int depthMax) {
    this.parsed = parsed;
    this.parameters = parameters;
    this.functions = functions;
    this.instant = now;
    this.now =
        new Term.Constant(Scalar.TIMESTAMP, Math.multiplyExact(now.toEpochMilli(), 1_000_000L));
    this.depthMax = depthMax;
    this.seed = now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }

  ParsedStatement parsed() {
    return parsed;
  }

  FunctionRegistry functions() {
    return functions;
  }

  Parameters parameters() {
    return parameters;
  }

  /** The value of a parameter, or what stands for it. */
  Term parameter(Parameter parameter) {
    return parameters.named(parsed.nameOf(parameter), positionOf(parameter));
  }

  /** The statement's one instant. */
  Instant instant() {
    ofMoment = true;
    return instant;
  }

  /** The same as {@code now()} gives it. */
  Term.Constant now() {
    ofMoment = true;
    return now;
  }

  /** A seed that no other call of the statement has; the same for the same instant. */
  Term.Constant nextSeed() {
    ofMoment = true;
    return new Term.Constant(Scalar.BIGINT, seed++);
  }

  /** Notes that the statement may mean something else, or nothing, at another moment. */
  void dependOnMoment() {
    ofMoment = true;
  }

  /** Whether what was analysed so far depends on the instant. */
  boolean isOfMoment() {
    return ofMoment;
  }

  Position positionOf(Node node) {
    return parsed.positionOf(node);
  }

  /** Does something one level further down, unless that is too deep. */
  <T> T nested(Supplier<T> work) {
    if (++depth > depthMax) {
      throw new LimitException("The query is nested more than " + depthMax + " levels deep");
    }
    try {
      return work.get();
    } finally {
      depth--;
    }
  }
}
