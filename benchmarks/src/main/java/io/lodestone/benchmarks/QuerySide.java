package io.lodestone.benchmarks;

import java.io.IOException;

/** One side of a query benchmark: data loaded, questions prepared. Used by one thread. */
interface QuerySide extends AutoCloseable {
  /** Translates a question. */
  Prepared prepare(CpuQuery query);

  @Override
  void close() throws IOException;

  /** A question in a side's own words, asked as often as one likes. */
  interface Prepared {
    /**
     * Asks, and reads every value of the answer in the cheapest form that the side offers.
     *
     * @return the number of rows
     */
    int run();

    /** Asks, and keeps the answer. */
    QueryAnswer answer();
  }
}
