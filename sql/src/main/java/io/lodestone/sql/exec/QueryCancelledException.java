package io.lodestone.sql.exec;

/** Somebody cancelled the query. */
public final class QueryCancelledException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  QueryCancelledException() {
    super("The query was cancelled");
  }
}
