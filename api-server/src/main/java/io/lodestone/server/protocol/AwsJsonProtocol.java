package io.lodestone.server.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import io.lodestone.model.CorruptionException;
import io.lodestone.model.LodestoneException;
import io.lodestone.server.auth.AuthenticationException;
import io.lodestone.server.auth.Authenticator;
import io.lodestone.server.auth.Principal;
import io.lodestone.server.http.HttpHandler;
import io.lodestone.server.http.HttpHeaders;
import io.lodestone.server.http.HttpRequest;
import io.lodestone.server.http.HttpResponse;
import io.lodestone.server.http.RefusedRequestException;
import io.lodestone.server.log.EventLog;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/**
 * The protocol awsJson1.0: every call is a POST of a JSON document, the X-Amz-Target header names
 * service and operation.
 *
 * <p>In this order: the operation is looked up, the signature is verified over the bytes as sent,
 * the body is inflated, the caller's right to the operation is asked for (by the operation itself
 * where its request names resources), the operation runs, its answer is written. Whatever fails on
 * the way becomes an error in the form of the service. Safe for several threads.
 */
public final class AwsJsonProtocol implements HttpHandler {
  /** The header that names the operation. */
  public static final String TARGET_HEADER = "X-Amz-Target";

  private static final String CONTENT_TYPE = "application/x-amz-json-1.0";
  private static final String REQUEST_ID_HEADER = "x-amzn-RequestId";
  private static final byte[] EMPTY_OBJECT = {'{', '}'};

  private final OperationTable operations;
  private final Authenticator authenticator;
  private final RequestIds requestIds;
  private final EventLog log;
  private final Audit audit;
  private final CallMeter meter;
  private final int contentBytesMax;

  /** With the audit among the other events, and nothing counted. */
  public AwsJsonProtocol(
      OperationTable operations,
      Authenticator authenticator,
      RequestIds requestIds,
      EventLog log,
      int contentBytesMax) {
    this(operations, authenticator, requestIds, log, log, CallMeter.NONE, contentBytesMax);
  }

  /**
   * @param log failures that the operator has to look after
   * @param auditLog who was let in to do what
   * @param meter told of each call of an operation
   * @param contentBytesMax what a compressed body may grow to
   */
  public AwsJsonProtocol(
      OperationTable operations,
      Authenticator authenticator,
      RequestIds requestIds,
      EventLog log,
      EventLog auditLog,
      CallMeter meter,
      int contentBytesMax) {
    this.operations = Objects.requireNonNull(operations, "operations");
    this.authenticator = Objects.requireNonNull(authenticator, "authenticator");
    this.requestIds = Objects.requireNonNull(requestIds, "requestIds");
    this.log = Objects.requireNonNull(log, "log");
    this.audit = new Audit(auditLog);
    this.meter = Objects.requireNonNull(meter, "meter");
    this.contentBytesMax = contentBytesMax;
  }

  @Override
  public HttpResponse handle(HttpRequest request) {
    String requestId = requestIds.next();
    String target = request.headers().first(TARGET_HEADER).orElse("");
    Optional<OperationTable.Entry> entry = operations.find(target);
    if (entry.isEmpty()) {
      ErrorTable errors =
          operations
              .service(target)
              .map(OperationTable.Service::errors)
              .orElse(ErrorTable.NO_SERVICE);
      // The target is the client's text: it is not echoed.
      return error(
          requestId,
          errors,
          new ServiceException(
              ErrorType.UNKNOWN_OPERATION,
              "The requested operation is not recognized by the service."));
    }
    return handle(entry.get().service(), entry.get().operation(), request, requestId);
  }

  private HttpResponse handle(
      OperationTable.Service service, Operation operation, HttpRequest request, String requestId) {
    CallMeter.Ending ending = meter.begin(operation.name());
    Principal principal;
    try {
      principal = authenticator.authenticate(request, service.signingName());
    } catch (AuthenticationException e) {
      ErrorType type = type(e.kind());
      String name = service.errors().row(type).name();
      audit.unknown(
          request.peer(), service.signingName() + ":" + operation.name(), requestId, name, e);
      ending.ended(name);
      return error(requestId, service.errors(), new ServiceException(type, e.getMessage()));
    }
    Access access = new Access(principal, request.peer(), service.signingName(), operation.name());
    try {
      HttpResponse answer = success(requestId, run(operation, access, request, requestId));
      if (!operation.isAboutPoints()) {
        audit.answered(access, requestId);
      }
      ending.ended(CallMeter.OK);
      return answer;
    } catch (RuntimeException | IOException | StackOverflowError failure) {
      String target = service.targetPrefix() + "." + operation.name();
      ServiceException error = explain(failure, service.errors(), target, requestId);
      String name = service.errors().row(error.type()).name();
      ending.ended(name);
      if (error.type() == ErrorType.ACCESS_DENIED) {
        audit.denied(access, requestId, name);
      } else if (!operation.isAboutPoints()) {
        audit.failed(access, requestId, name);
      }
      return error(requestId, service.errors(), error);
    }
  }

  private Reply run(Operation operation, Access access, HttpRequest request, String requestId)
      throws IOException {
    byte[] content = request.content(contentBytesMax);
    Call call =
        new Call(
            access,
            requestId,
            request.headers(),
            content.length == 0 ? EMPTY_OBJECT : content,
            request.client());
    if (!operation.asksForAccess()) {
      access.requireAnywhere(operation.name());
    }
    Reply reply = operation.handle(call);
    if (access.asked().isEmpty()) {
      throw new IllegalStateException(operation.name() + " did not ask whether it may");
    }
    return reply;
  }

  @Override
  public HttpResponse overloaded(HttpRequest head) {
    ErrorTable errors =
        operations
            .service(head.headers().first(TARGET_HEADER).orElse(""))
            .map(OperationTable.Service::errors)
            .orElse(ErrorTable.TIMESTREAM);
    return error(
        requestIds.next(),
        errors,
        new ServiceException(
            ErrorType.THROTTLING, "The server has too many requests in hand. Try again later."));
  }

  /** What to tell the client; what only the operator can repair goes to the log as well. */
  private ServiceException explain(
      Throwable failure, ErrorTable errors, String target, String requestId) {
    Throwable reason =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return switch (reason) {
      case ServiceException e when errors.has(e.type()) -> e;
      case RefusedRequestException e ->
          new ServiceException(
              e.status() == 413 ? ErrorType.REQUEST_TOO_LARGE : ErrorType.SERIALIZATION,
              e.getMessage());
      case CorruptionException e -> {
        log.error("damaged data", e, "request", requestId, "target", target);
        yield errors.translate(e);
      }
      case LodestoneException e -> errors.translate(e);
      default -> {
        log.error("operation failed", reason, "request", requestId, "target", target);
        yield new ServiceException(
            ErrorType.INTERNAL, "The request processing has failed because of an internal error.");
      }
    };
  }

  private static ErrorType type(AuthenticationException.Kind kind) {
    return switch (kind) {
      case MISSING_TOKEN -> ErrorType.MISSING_AUTHENTICATION_TOKEN;
      case INCOMPLETE_SIGNATURE -> ErrorType.INCOMPLETE_SIGNATURE;
      case EXPIRED_TOKEN -> ErrorType.EXPIRED_TOKEN;
      case UNRECOGNIZED_CLIENT -> ErrorType.UNRECOGNIZED_CLIENT;
      case INVALID_SIGNATURE -> ErrorType.INVALID_SIGNATURE;
    };
  }

  private static HttpResponse success(String requestId, Reply reply) throws IOException {
    AnswerBuffer buffer = new AnswerBuffer();
    try (JsonGenerator out = Json.FACTORY.createGenerator(buffer)) {
      out.writeStartObject();
      reply.write(out);
      out.writeEndObject();
    }
    return answer(200, requestId, buffer);
  }

  private HttpResponse error(String requestId, ErrorTable errors, ServiceException e) {
    AnswerBuffer buffer = new AnswerBuffer();
    try (JsonGenerator out = Json.FACTORY.createGenerator(buffer)) {
      out.writeStartObject();
      out.writeStringField("__type", errors.qualifiedName(e.type()));
      out.writeStringField(errors.messageMember(), e.getMessage());
      e.members().write(out);
      out.writeEndObject();
    } catch (IOException failure) {
      log.error("error answer failed", failure, "request", requestId);
      buffer.reset();
    }
    return answer(errors.row(e.type()).status(), requestId, buffer);
  }

  private static HttpResponse answer(int status, String requestId, AnswerBuffer buffer) {
    HttpHeaders headers =
        new HttpHeaders(
            List.of(
                new HttpHeaders.Line("Content-Type", CONTENT_TYPE),
                new HttpHeaders.Line(REQUEST_ID_HEADER, requestId)));
    return new HttpResponse(status, headers, buffer.ranges());
  }
}
