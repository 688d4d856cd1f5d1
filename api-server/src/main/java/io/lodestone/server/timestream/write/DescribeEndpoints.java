package io.lodestone.server.timestream.write;

import io.lodestone.server.http.HttpHeaders;
import io.lodestone.server.protocol.Call;
import io.lodestone.server.protocol.ErrorType;
import io.lodestone.server.protocol.Operation;
import io.lodestone.server.protocol.Reply;
import io.lodestone.server.protocol.ServiceException;

/**
 * Tells a client to stay where it is: the address is that of the Host header. The query service has
 * the operation too, under the same target, so that this one answers for both.
 *
 * <p>No one spelling suits all clients over plain HTTP. The AWS SDK for JavaScript takes the
 * address for a host name and keeps its scheme and port; botocore puts {@code https://} before
 * whatever does not begin with a scheme.
 */
final class DescribeEndpoints implements Operation {
  private static final int CACHE_PERIOD_MINUTES = 1_440;
  private static final String JAVASCRIPT = "aws-sdk-js/";

  @Override
  public String name() {
    return "DescribeEndpoints";
  }

  @Override
  public Reply handle(Call call) {
    String address = address(call.headers(), call.access().peer().secure());
    return out -> {
      out.writeArrayFieldStart("Endpoints");
      out.writeStartObject();
      out.writeStringField("Address", address);
      out.writeNumberField("CachePeriodInMinutes", CACHE_PERIOD_MINUTES);
      out.writeEndObject();
      out.writeEndArray();
    };
  }

  private static String address(HttpHeaders headers, boolean secure) {
    String host =
        headers
            .first("Host")
            .filter(value -> !value.isEmpty())
            .orElseThrow(
                () -> new ServiceException(ErrorType.VALIDATION, "A Host header is required."));
    return isJavaScript(headers) ? withoutPort(host) : (secure ? "https://" : "http://") + host;
  }

  /** A browser may not set User-Agent, so that the SDK repeats it in a header of its own. */
  private static boolean isJavaScript(HttpHeaders headers) {
    return headers.first("User-Agent").filter(agent -> agent.startsWith(JAVASCRIPT)).isPresent()
        || headers
            .first("x-amz-user-agent")
            .filter(agent -> agent.startsWith(JAVASCRIPT))
            .isPresent();
  }

  private static String withoutPort(String host) {
    int colon = host.lastIndexOf(':');
    // The colons inside [::1] belong to the address.
    return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
  }
}
