package io.lodestone.server.timestream.query;

import io.lodestone.server.protocol.ErrorType;
import io.lodestone.server.protocol.ServiceException;
import io.lodestone.sql.SqlException;

/** The errors of queries, where AWS's words are known in those. Stateless. */
final class QueryErrors {
  private QueryErrors() {}

  /**
   * What the language reports: a wrong statement is a validation error, one that failed while it
   * ran is not.
   */
  static ServiceException of(SqlException failure) {
    ErrorType type =
        switch (failure.kind()) {
          case SYNTAX, SEMANTIC -> ErrorType.VALIDATION;
          case EXECUTION, LIMIT -> ErrorType.QUERY_EXECUTION;
        };
    return new ServiceException(type, failure.getMessage());
  }

  static ServiceException invalidToken() {
    return new ServiceException(ErrorType.VALIDATION, "Invalid pagination token.");
  }

  static ServiceException rowTooLarge() {
    return new ServiceException(
        ErrorType.QUERY_EXECUTION,
        "Query aborted as max page response size has been exceeded by the output result row");
  }

  static ServiceException resultTooLarge() {
    return new ServiceException(
        ErrorType.QUERY_EXECUTION,
        "Query aborted as its result has waited for its reader and is larger than the room for"
            + " such results");
  }

  /** What the service model says of ConflictException. */
  static ServiceException cancelled() {
    return new ServiceException(
        ErrorType.CONFLICT, "Unable to poll results for a cancelled query.");
  }

  static ServiceException notRunning() {
    return new ServiceException(
        ErrorType.VALIDATION, "The query does not exist or has been completed.");
  }
}
