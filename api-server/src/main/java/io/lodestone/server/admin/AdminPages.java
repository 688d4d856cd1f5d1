package io.lodestone.server.admin;

import io.lodestone.server.http.HttpRequest;
import io.lodestone.server.http.HttpResponse;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The pages for operators and for the machinery around the process. Nobody has to sign for them.
 * Safe for several threads.
 */
public final class AdminPages {
  private static final String JSON = "application/json";

  private final BooleanSupplier ready;
  private final String version;
  private final Optional<Metrics> metrics;

  /**
   * @param ready whether the server takes requests; asked at each call of {@code /ready}
   * @param version of the software, of harmless characters
   * @param metrics shown at {@code /metrics}; empty when they are for nobody
   */
  public AdminPages(BooleanSupplier ready, String version, Optional<Metrics> metrics) {
    this.ready = Objects.requireNonNull(ready, "ready");
    this.version = Objects.requireNonNull(version, "version");
    this.metrics = Objects.requireNonNull(metrics, "metrics");
  }

  /** The answer, if the path is that of one of these pages. */
  public Optional<HttpResponse> find(HttpRequest request) {
    return switch (request.path()) {
      case "/health" -> Optional.of(page(request, () -> json(200, "{\"status\":\"ok\"}\n")));
      case "/ready" -> Optional.of(page(request, this::ready));
      case "/version" ->
          Optional.of(page(request, () -> json(200, "{\"version\":\"" + version + "\"}\n")));
      case "/metrics" -> metrics.map(shown -> page(request, () -> shown.page(request)));
      default -> Optional.empty();
    };
  }

  private HttpResponse ready() {
    return ready.getAsBoolean()
        ? json(200, "{\"ready\":true}\n")
        : json(503, "{\"ready\":false}\n");
  }

  private static HttpResponse json(int status, String json) {
    return HttpResponse.text(status, JSON, json);
  }

  private static HttpResponse page(HttpRequest request, Supplier<HttpResponse> page) {
    return switch (request.method()) {
      case "GET", "HEAD" -> page.get();
      default ->
          HttpResponse.text(405, "text/plain; charset=utf-8", "Method Not Allowed\n")
              .with("Allow", "GET, HEAD");
    };
  }
}
