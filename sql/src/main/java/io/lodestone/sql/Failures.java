package io.lodestone.sql;

import io.lodestone.model.InvalidRequestException;
import io.lodestone.model.ScanStoppedException;
import io.lodestone.model.ScanStoppedException.Reason;
import io.lodestone.sql.SqlException.Kind;
import io.lodestone.sql.analysis.SemanticException;
import io.lodestone.sql.analysis.UnofferedStatementException;
import io.lodestone.sql.exec.QueryCancelledException;
import io.lodestone.sql.parser.Position;
import io.lodestone.sql.parser.StatementTooDeepException;
import io.lodestone.sql.parser.SyntaxException;
import io.lodestone.sql.type.EvaluationException;
import io.lodestone.sql.type.LimitException;

/** What the failures of each stage are called outside. */
final class Failures {
  private Failures() {}

  /**
   * The exception to throw in the place of one that a stage threw; others, such as corruption, pass
   * as they are.
   */
  static RuntimeException translated(Throwable failure) {
    return switch (failure) {
      case SyntaxException e -> at(Kind.SYNTAX, e, e.position());
      case UnofferedStatementException e -> at(Kind.SYNTAX, e, e.position());
      case SemanticException e -> at(Kind.SEMANTIC, e, e.position());
      case StatementTooDeepException e -> nowhere(Kind.LIMIT, e);
      case LimitException e -> nowhere(Kind.LIMIT, e);
      case EvaluationException e -> nowhere(Kind.EXECUTION, e);
      case QueryCancelledException e -> nowhere(Kind.EXECUTION, e);
      case ScanStoppedException e ->
          nowhere(e.reason() == Reason.CANCELLED ? Kind.EXECUTION : Kind.LIMIT, e);
      case InvalidRequestException e -> nowhere(Kind.EXECUTION, e);
      case StackOverflowError e -> nowhere(Kind.LIMIT, new StatementTooDeepException(e));
      case RuntimeException e -> e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(failure);
    };
  }

  private static SqlException at(Kind kind, RuntimeException cause, Position position) {
    return new SqlException(kind, cause.getMessage(), position.line(), position.column(), cause);
  }

  private static SqlException nowhere(Kind kind, RuntimeException cause) {
    return new SqlException(kind, cause.getMessage(), 0, 0, cause);
  }
}
