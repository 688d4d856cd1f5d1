package io.lodestone.server.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.lodestone.server.auth.Principal;
import io.lodestone.server.http.ClientPresence;
import io.lodestone.server.http.HttpHeaders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;

/**
 * One call of an operation: who asks, and what.
 *
 * @param access who asks, from where, and what he may do
 * @param requestId what the answer's {@code x-amzn-RequestId} will say
 * @param headers of the HTTP request
 * @param body the JSON document, inflated, never empty: a request without a body is {@code {}}. Not
 *     to be changed
 * @param client whether he still waits for the answer
 */
public record Call(
    Access access, String requestId, HttpHeaders headers, byte[] body, ClientPresence client) {
  public Call {
    Objects.requireNonNull(access, "access");
    Objects.requireNonNull(requestId, "requestId");
    Objects.requireNonNull(headers, "headers");
    Objects.requireNonNull(body, "body");
    Objects.requireNonNull(client, "client");
  }

  /** A call of a client that waits for its answer. */
  public Call(Access access, String requestId, HttpHeaders headers, byte[] body) {
    this(access, requestId, headers, body, new ClientPresence());
  }

  /** Who asks; its region is the one for ARNs in the answer. */
  public Principal principal() {
    return access.principal();
  }

  /** Turns a JSON document into a request. */
  @FunctionalInterface
  public interface Decoder<T> {
    /**
     * @param in stands on the document's first token
     */
    T decode(JsonReader in) throws IOException;
  }

  /**
   * Reads the body.
   *
   * @throws ServiceException SERIALIZATION, when it is not JSON, or a member has the wrong type
   */
  public <T> T read(Decoder<T> decoder) {
    try {
      return Json.read(body, decoder);
    } catch (JsonProcessingException e) {
      throw new ServiceException(ErrorType.SERIALIZATION, JsonReader.describe(e));
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
  }

  @Override
  public String toString() {
    return requestId + " of " + access;
  }
}
