package io.lodestone.server;

import io.lodestone.server.admin.AdminPages;
import io.lodestone.server.http.HttpHandler;
import io.lodestone.server.http.HttpRequest;
import io.lodestone.server.http.HttpResponse;
import java.util.Objects;
import java.util.Optional;

/**
 * Sends each request to whom it is for: every POST to the root is a call of an AWS service, the
 * rest are pages.
 */
final class FrontDoor implements HttpHandler {
  private final AdminPages admin;
  private final HttpHandler services;

  FrontDoor(AdminPages admin, HttpHandler services) {
    this.admin = Objects.requireNonNull(admin, "admin");
    this.services = Objects.requireNonNull(services, "services");
  }

  @Override
  public HttpResponse handle(HttpRequest request) {
    boolean root = request.path().equals("/");
    if (root && request.method().equals("POST")) {
      return services.handle(request);
    }
    Optional<HttpResponse> page = admin.find(request);
    if (page.isPresent()) {
      return page.get();
    }
    return HttpResponse.text(404, "text/plain; charset=utf-8", "Not Found\n");
  }

  /** Whoever sends a body means a service. */
  @Override
  public HttpResponse overloaded(HttpRequest head) {
    return services.overloaded(head);
  }
}
