package io.lodestone.server.timestream.query.unload;

import io.lodestone.server.objects.LocalObjectStore;
import io.lodestone.server.protocol.Access;
import io.lodestone.server.protocol.ErrorType;
import io.lodestone.server.protocol.ServiceException;
import io.lodestone.sql.QueryResult;
import io.lodestone.sql.ResultColumn;
import io.lodestone.sql.unload.Unload;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Begins UNLOAD statements whose queries have begun. Safe for several threads. */
public final class Unloads {
  private static final String READ = "timestream:Select";
  private static final String UNLOAD = "Unload";
  private static final String UNLOAD_TABLE = "timestream:Unload";
  private static final String STORE = "s3:PutObject";

  private final LocalObjectStore objects;

  /**
   * @param objects where files go
   */
  public Unloads(LocalObjectStore objects) {
    this.objects = Objects.requireNonNull(objects, "objects");
  }

  /**
   * Takes over the result of a query that unloads its rows.
   *
   * @param query the new result's own, unless this fails
   * @param access who asks: besides its tables, for the right to unload them and to store objects
   * @param queryId unlike that of any other query
   * @throws ServiceException ACCESS_DENIED; VALIDATION, when the files are wanted in a way that is
   *     not offered
   */
  public UnloadedResult begin(QueryResult query, Access access, String queryId) {
    Unload unload = query.unload().orElseThrow();
    require(access, unload.target());
    refuseEncryption(unload);
    refuseEqualNames(query, unload);
    return new UnloadedResult(query, unload, objects, queryId);
  }

  private static void require(Access access, Unload.Target target) {
    List<Access.Question> tables =
        access.asked().stream().filter(question -> question.action().equals(READ)).toList();
    for (Access.Question table : tables) {
      access.require(new Access.Question(UNLOAD_TABLE, table.resource()));
    }
    if (tables.isEmpty()) {
      access.requireAnywhere(UNLOAD);
    }
    for (String name : List.of("results/*", "*")) {
      access.require(
          new Access.Question(STORE, "arn:aws:s3:::" + target.bucket() + "/" + target.key(name)));
    }
  }

  /** A promise that would not be kept is not given. */
  private static void refuseEncryption(Unload unload) {
    if (unload.encryption() == Unload.Encryption.SSE_KMS) {
      throw new ServiceException(
          ErrorType.VALIDATION,
          "encryption = 'SSE_KMS' is not offered: objects of this server's buckets are not"
              + " encrypted");
    }
  }

  /** Readers find columns of Parquet by their names. */
  private static void refuseEqualNames(QueryResult query, Unload unload) {
    if (unload.format() != Unload.Format.PARQUET) {
      return;
    }
    Set<String> names = new HashSet<>();
    for (ResultColumn column : query.columns()) {
      if (!names.add(column.name())) {
        throw new ServiceException(
            ErrorType.VALIDATION,
            "format = 'PARQUET' needs columns of different names; '"
                + column.name()
                + "' is the name of more than one");
      }
    }
  }
}
