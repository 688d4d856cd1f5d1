package io.lodestone.server.timestream.query;

import io.lodestone.server.protocol.Access;
import io.lodestone.server.protocol.ServiceException;
import io.lodestone.sql.QueryResult;
import io.lodestone.sql.ResultBatch;
import io.lodestone.sql.ResultColumn;
import io.lodestone.sql.SqlException;
import io.lodestone.sql.type.SqlType;
import io.lodestone.sql.type.TextBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * A result that is read page by page. Pages are numbered from 0 and made when they are first asked
 * for; the one made last stays, because its token may be used again. Its snapshots stay open until
 * its last page is made, or until it is closed.
 *
 * <p>Safe for several threads: one page is made at a time.
 */
final class OpenResult implements AutoCloseable {
  /** What a query of data is metered at least, as in Timestream. */
  private static final long METERED_BYTES_MIN = 10_000_000;

  private static final byte[] ROW_START = {'{', '"', 'D', 'a', 't', 'a', '"', ':', '['};
  private static final int FIRST_PAGE = 0;

  private final String queryId;
  private final String accessKeyId;
  private final List<Access.Question> asked;
  private final QueryResult result;
  private final List<ResultColumn> columns;
  private final List<SqlType> types;
  private final QueryLimits limits;
  private final TextBuffer rows = new TextBuffer();
  private final DatumEncoder datums = new DatumEncoder(rows);

  /** The next row to be written, if {@link #more}. */
  private ResultBatch batch;

  private int row;
  private boolean started;
  private boolean more;
  private boolean cancelled;

  private int lastNumber = FIRST_PAGE - 1;
  private ResultPage lastPage;
  private int lastPageUses;

  /**
   * @param queryId what the client knows the result by
   * @param accessKeyId who asked
   * @param asked what its owner has to be allowed to
   * @param result closed with this
   */
  OpenResult(
      String queryId,
      String accessKeyId,
      List<Access.Question> asked,
      QueryResult result,
      QueryLimits limits) {
    this.queryId = queryId;
    this.accessKeyId = accessKeyId;
    this.asked = List.copyOf(asked);
    this.result = result;
    this.columns = result.columns();
    this.types = columns.stream().map(ResultColumn::type).toList();
    this.limits = limits;
  }

  String queryId() {
    return queryId;
  }

  List<Access.Question> asked() {
    return asked;
  }

  boolean belongsTo(String accessKey) {
    return accessKeyId.equals(accessKey);
  }

  /**
   * A page: the one after that made last, or that one again.
   *
   * @param number of the page, from 0
   * @param rowsMax rows it may hold; of no effect when the page has been made already
   * @param tokens gives the token of a page by its number
   * @throws ServiceException VALIDATION, when the page is gone or its token used up;
   *     QUERY_EXECUTION, when the query failed
   */
  synchronized ResultPage page(int number, int rowsMax, IntFunction<String> tokens) {
    if (cancelled) {
      throw QueryErrors.cancelled();
    }
    if (number == lastNumber && lastPageUses < limits.tokenUsesMax()) {
      lastPageUses++;
      return lastPage;
    }
    if (number != lastNumber + 1 || started && !more) {
      throw QueryErrors.invalidToken();
    }
    lastPage = nextPage(rowsMax, () -> tokens.apply(number + 1));
    lastNumber = number;
    lastPageUses = 1;
    return lastPage;
  }

  /** Whether there are pages that nobody has asked for. */
  synchronized boolean hasMore() {
    return more;
  }

  /** Bytes of the page that is kept. */
  synchronized int keptBytes() {
    return lastPage == null ? 0 : lastPage.rows().length;
  }

  /**
   * Ends the query; what has not been read never will be. From any thread.
   *
   * @return false when it was cancelled before
   * @throws ServiceException VALIDATION, when its last page has been made
   */
  boolean cancel() {
    result.cancel();
    synchronized (this) {
      boolean first = !cancelled;
      if (first && !more) {
        throw QueryErrors.notRunning();
      }
      cancelled = true;
      close();
      return first;
    }
  }

  @Override
  public synchronized void close() {
    more = false;
    result.close();
  }

  private ResultPage nextPage(int rowsMax, Supplier<String> nextToken) {
    int length;
    try {
      if (!started) {
        started = true;
        advance();
      }
      length = writeRows(rowsMax);
    } catch (SqlException failure) {
      close();
      throw QueryErrors.of(failure);
    } catch (RuntimeException failure) {
      close();
      throw failure;
    }
    long scanned = result.statistics().bytesScanned();
    if (!more) {
      result.close();
    }
    return new ResultPage(
        queryId,
        columns,
        Arrays.copyOf(rows.bytes(), length),
        more ? Optional.of(nextToken.get()) : Optional.empty(),
        scanned,
        result.isMetadata() ? 0 : Math.max(METERED_BYTES_MIN, scanned));
  }

  /**
   * Writes rows up to the limits.
   *
   * @return bytes of the rows that fit; one that did not is written again for the next page
   */
  private int writeRows(int rowsMax) {
    rows.clear();
    int end = 0;
    for (int count = 0; more && count < rowsMax; count++) {
      if (count > 0) {
        rows.append(',');
      }
      writeRow();
      if (rows.length() > limits.pageBytesMax()) {
        if (count == 0) {
          throw QueryErrors.rowTooLarge();
        }
        return end;
      }
      end = rows.length();
      row++;
      if (row == batch.rowCount()) {
        advance();
      }
    }
    return end;
  }

  private void writeRow() {
    rows.append(ROW_START, 0, ROW_START.length);
    for (int column = 0; column < types.size(); column++) {
      if (column > 0) {
        rows.append(',');
      }
      datums.write(types.get(column), batch.vector(column), row);
    }
    rows.append(']');
    rows.append('}');
  }

  private void advance() {
    row = 0;
    more = result.advance();
    if (more) {
      batch = result.batch();
    }
  }
}
