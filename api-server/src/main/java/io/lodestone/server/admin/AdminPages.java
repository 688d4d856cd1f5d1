package io.lodestone.server.admin;

import io.lodestone.server.http.HttpRequest;
import io.lodestone.server.http.HttpResponse;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The pages for operators and for the machinery around the process. Nobody has to sign for them.
 * Safe for several threads.
 */
public final class AdminPages {
  private static final String JSON = "application/json";

  private final BooleanSupplier ready;
  private final String version;

  /**
   * @param ready whether the server takes requests; asked at each call of {@code /ready}
   * @param version of the software, of harmless characters
   */
  public AdminPages(BooleanSupplier ready, String version) {
    this.ready = Objects.requireNonNull(ready, "ready");
    this.version = Objects.requireNonNull(version, "version");
  }

  /** The answer, if the path is that of one of these pages. */
  public Optional<HttpResponse> find(HttpRequest request) {
    return switch (request.path()) {
      case "/health" -> Optional.of(page(request, 200, "{\"status\":\"ok\"}\n"));
      case "/ready" ->
          Optional.of(
              ready.getAsBoolean()
                  ? page(request, 200, "{\"ready\":true}\n")
                  : page(request, 503, "{\"ready\":false}\n"));
      case "/version" -> Optional.of(page(request, 200, "{\"version\":\"" + version + "\"}\n"));
      default -> Optional.empty();
    };
  }

  private static HttpResponse page(HttpRequest request, int status, String json) {
    return switch (request.method()) {
      case "GET", "HEAD" -> HttpResponse.text(status, JSON, json);
      default ->
          HttpResponse.text(405, "text/plain; charset=utf-8", "Method Not Allowed\n")
              .with("Allow", "GET, HEAD");
    };
  }
}
