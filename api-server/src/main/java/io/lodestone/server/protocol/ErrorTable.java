package io.lodestone.server.protocol;

import io.lodestone.model.ConflictException;
import io.lodestone.model.CorruptionException;
import io.lodestone.model.InvalidRequestException;
import io.lodestone.model.LockedException;
import io.lodestone.model.LodestoneException;
import io.lodestone.model.NotFoundException;
import io.lodestone.model.ResourceException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * The errors of one service: their names, their statuses, and how its clients expect them to be
 * spelled. Immutable.
 */
public final class ErrorTable {
  /**
   * One error on the wire.
   *
   * @param name what clients dispatch on
   * @param status of the HTTP answer
   */
  public record Row(String name, int status) {
    public Row {
      Objects.requireNonNull(name, "name");
    }
  }

  /**
   * What every AWS service answers before an operation is reached. Declared first: the tables below
   * are made of it.
   */
  private static final Map<ErrorType, Row> FRAMEWORK =
      Map.of(
          ErrorType.ACCESS_DENIED, new Row("AccessDeniedException", 400),
          ErrorType.EXPIRED_TOKEN, new Row("ExpiredTokenException", 400),
          ErrorType.INCOMPLETE_SIGNATURE, new Row("IncompleteSignatureException", 400),
          ErrorType.INVALID_SIGNATURE, new Row("InvalidSignatureException", 400),
          ErrorType.MISSING_AUTHENTICATION_TOKEN,
              new Row("MissingAuthenticationTokenException", 400),
          ErrorType.REQUEST_TOO_LARGE, new Row("RequestEntityTooLarge", 413),
          ErrorType.SERIALIZATION, new Row("SerializationException", 400),
          ErrorType.UNKNOWN_OPERATION, new Row("UnknownOperationException", 400),
          ErrorType.UNRECOGNIZED_CLIENT, new Row("UnrecognizedClientException", 400),
          ErrorType.VALIDATION, new Row("ValidationException", 400));

  /** Amazon Timestream, Write and Query. */
  public static final ErrorTable TIMESTREAM =
      new ErrorTable(
          "com.amazonaws.timestream.v20181101",
          "Message",
          Map.of(
              ErrorType.ACCESS_DENIED, new Row("AccessDeniedException", 403),
              ErrorType.CONFLICT, new Row("ConflictException", 409),
              ErrorType.INTERNAL, new Row("InternalServerException", 500),
              ErrorType.INVALID_ENDPOINT, new Row("InvalidEndpointException", 421),
              ErrorType.QUERY_EXECUTION, new Row("QueryExecutionException", 400),
              ErrorType.REJECTED_RECORDS, new Row("RejectedRecordsException", 419),
              ErrorType.RESOURCE_NOT_FOUND, new Row("ResourceNotFoundException", 404),
              ErrorType.SERVICE_QUOTA_EXCEEDED, new Row("ServiceQuotaExceededException", 402),
              ErrorType.THROTTLING, new Row("ThrottlingException", 429)));

  /** DynamoDB, its streams and exports: every error of the client has status 400. */
  public static final ErrorTable DYNAMODB =
      new ErrorTable(
          "com.amazonaws.dynamodb.v20120810",
          "message",
          Map.ofEntries(
              Map.entry(ErrorType.EXPIRED_ITERATOR, new Row("ExpiredIteratorException", 400)),
              Map.entry(ErrorType.EXPORT_CONFLICT, new Row("ExportConflictException", 400)),
              Map.entry(ErrorType.EXPORT_NOT_FOUND, new Row("ExportNotFoundException", 400)),
              Map.entry(ErrorType.INTERNAL, new Row("InternalServerError", 500)),
              Map.entry(ErrorType.INVALID_EXPORT_TIME, new Row("InvalidExportTimeException", 400)),
              Map.entry(ErrorType.LIMIT_EXCEEDED, new Row("LimitExceededException", 400)),
              Map.entry(
                  ErrorType.POINT_IN_TIME_RECOVERY_UNAVAILABLE,
                  new Row("PointInTimeRecoveryUnavailableException", 400)),
              Map.entry(ErrorType.CONFLICT, new Row("ResourceInUseException", 400)),
              Map.entry(ErrorType.RESOURCE_IN_USE, new Row("ResourceInUseException", 400)),
              Map.entry(ErrorType.RESOURCE_NOT_FOUND, new Row("ResourceNotFoundException", 400)),
              Map.entry(ErrorType.TABLE_NOT_FOUND, new Row("TableNotFoundException", 400)),
              Map.entry(ErrorType.THROTTLING, new Row("ThrottlingException", 400)),
              Map.entry(
                  ErrorType.TRIMMED_DATA_ACCESS, new Row("TrimmedDataAccessException", 400))));

  /** A request that names no service we know. */
  static final ErrorTable NO_SERVICE =
      new ErrorTable(
          "com.amazon.coral.service",
          "message",
          Map.of(ErrorType.INTERNAL, new Row("InternalServerException", 500)));

  private final String namespace;
  private final String messageMember;
  private final Map<ErrorType, Row> rows;

  /**
   * @param namespace what stands before the {@code #} of {@code __type}; clients cut it off
   * @param messageMember the member that carries the message
   * @param own the service's own errors; those of the framework are added
   */
  private ErrorTable(String namespace, String messageMember, Map<ErrorType, Row> own) {
    this.namespace = namespace;
    this.messageMember = messageMember;
    this.rows = new EnumMap<>(FRAMEWORK);
    this.rows.putAll(own);
  }

  /** Whether the service has such an error. */
  public boolean has(ErrorType type) {
    return rows.containsKey(type);
  }

  /**
   * @throws IllegalArgumentException when the service has no such error, which is a bug of the
   *     operation
   */
  public Row row(ErrorType type) {
    Row row = rows.get(type);
    if (row == null) {
      throw new IllegalArgumentException(namespace + " has no error " + type);
    }
    return row;
  }

  /** The value of {@code __type}. */
  String qualifiedName(ErrorType type) {
    return namespace + "#" + row(type).name();
  }

  String messageMember() {
    return messageMember;
  }

  /** What the engine's failures are called here. */
  public ServiceException translate(LodestoneException failure) {
    ErrorType type =
        switch (failure) {
          case InvalidRequestException _ -> ErrorType.VALIDATION;
          case NotFoundException _ -> ErrorType.RESOURCE_NOT_FOUND;
          case ConflictException _ -> ErrorType.CONFLICT;
          case LockedException _ -> ErrorType.ACCESS_DENIED;
          case ResourceException _ -> ErrorType.THROTTLING;
          case CorruptionException _ -> ErrorType.INTERNAL;
        };
    return new ServiceException(type, failure.getMessage());
  }
}
