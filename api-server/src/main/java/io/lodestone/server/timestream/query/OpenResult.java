package io.lodestone.server.timestream.query;

import io.lodestone.server.auth.Principal;
import io.lodestone.server.protocol.Access;
import io.lodestone.server.protocol.ServiceException;
import io.lodestone.server.timestream.query.unload.UnloadedResult;
import io.lodestone.sql.ResultColumn;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;

/**
 * A result that is read page by page. Pages are numbered from 0 and made when they are first asked
 * for; the one made last stays, because its token may be used again. What it is made of waits in
 * {@link AwaitedRows}.
 *
 * <p>Safe for several threads: one page is made at a time.
 */
final class OpenResult implements AutoCloseable {
  /** What a query of data is metered at least, as in Timestream. */
  private static final long METERED_BYTES_MIN = 10_000_000;

  private static final int FIRST_PAGE = 0;

  /**
   * What a result is.
   *
   * @param queryId what the client knows it by
   * @param owner who asked
   * @param asked what its owner has to be allowed to
   * @param columns of its rows
   * @param metadata whether it is about names and types only
   * @param reads what it reads of its tables, if anybody wants to know
   * @param unloaded the same result, if it unloads: it knows how much it has written
   */
  record Identity(
      String queryId,
      Principal owner,
      List<Access.Question> asked,
      List<ResultColumn> columns,
      boolean metadata,
      TableReads reads,
      Optional<UnloadedResult> unloaded) {
    Identity {
      asked = List.copyOf(asked);
      columns = List.copyOf(columns);
    }
  }

  private final Identity identity;
  private final QueryLimits limits;
  private final AwaitedRows rows;
  private final QueryRun run;
  private final AtomicBoolean cancelled = new AtomicBoolean();

  /** Changed under this object's monitor; read without it by whoever looks for room. */
  private volatile int keptBytes;

  private volatile boolean complete;

  // Guarded by this.
  private int lastNumber = FIRST_PAGE - 1;
  private ResultPage lastPage;
  private int lastPageUses;

  /**
   * @param rows its rows
   * @param run what produces them
   */
  OpenResult(Identity identity, QueryLimits limits, AwaitedRows rows, QueryRun run) {
    this.identity = identity;
    this.limits = limits;
    this.rows = rows;
    this.run = run;
  }

  String queryId() {
    return identity.queryId();
  }

  List<Access.Question> asked() {
    return identity.asked();
  }

  boolean belongsTo(String accessKey) {
    return identity.owner().accessKeyId().equals(accessKey);
  }

  /**
   * A page: the one after that made last, or that one again.
   *
   * @param number of the page, from 0
   * @param rowsMax rows it may hold; of no effect when the page has been made already
   * @param tokens gives the token of a page by its number
   * @throws ServiceException VALIDATION, when the page is gone or its token used up;
   *     QUERY_EXECUTION, when the query failed; CONFLICT, when it has been cancelled
   */
  synchronized ResultPage page(int number, int rowsMax, IntFunction<String> tokens) {
    if (cancelled.get()) {
      throw QueryErrors.cancelled();
    }
    if (number == lastNumber && lastPageUses < limits.tokenUsesMax()) {
      lastPageUses++;
      return lastPage;
    }
    if (number != lastNumber + 1 || complete) {
      throw QueryErrors.invalidToken();
    }
    AwaitedRows.Taken taken = take(rowsMax);
    long scanned = taken.produced().bytesScanned();
    lastPage =
        new ResultPage(
            identity.queryId(),
            identity.columns(),
            taken.json(),
            taken.last() ? Optional.empty() : Optional.of(tokens.apply(number + 1)),
            new ResultPage.Status(
                taken.progress(),
                scanned,
                identity.metadata() ? 0 : Math.max(METERED_BYTES_MIN, scanned)),
            insights(taken.produced()));
    lastNumber = number;
    lastPageUses = 1;
    keptBytes = taken.length();
    if (taken.last()) {
      complete = true;
      rows.discardFile();
    }
    return lastPage;
  }

  private Optional<QueryInsights> insights(AwaitedRows.Produced produced) {
    return identity.reads() == TableReads.UNHEARD
        ? Optional.empty()
        : Optional.of(
            new QueryInsights(
                identity.owner(),
                identity.reads().byTable(),
                produced,
                identity.unloaded().map(UnloadedResult::written)));
  }

  private AwaitedRows.Taken take(int rowsMax) {
    try {
      return rows.take(rowsMax, limits.pageBytesMax());
    } catch (RuntimeException failure) {
      if (cancelled.get()) {
        throw QueryErrors.cancelled();
      }
      rows.discardFile();
      throw failure;
    }
  }

  /** Whether its first page can be had, again or still. Waits for a page that is being made. */
  synchronized boolean isAtFirstPage() {
    return lastNumber <= FIRST_PAGE && lastPageUses < limits.tokenUsesMax() && !cancelled.get();
  }

  /** Whether its last page has been made. */
  boolean isComplete() {
    return complete;
  }

  /** Bytes of the page that is kept. */
  int keptBytes() {
    return keptBytes;
  }

  /** Whether some of its rows lie on the disk. */
  boolean isSpooled() {
    return !complete && rows.isSpooled();
  }

  /**
   * Ends the query, also while it runs; what has not been read never will be. From any thread.
   *
   * @return false when it was cancelled before
   * @throws ServiceException VALIDATION, when its last page has been made
   */
  boolean cancel() {
    if (complete) {
      throw QueryErrors.notRunning();
    }
    boolean first = cancelled.compareAndSet(false, true);
    close();
    return first;
  }

  /** Gives its rows up, and ends the query if it still runs. From any thread; waits for nobody. */
  @Override
  public void close() {
    run.cancel();
    rows.abandon();
  }
}
