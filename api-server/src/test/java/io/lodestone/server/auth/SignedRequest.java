package io.lodestone.server.auth;

import io.lodestone.server.http.HttpHeaders;
import io.lodestone.server.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** Builds requests and signs them as told, right or wrong. */
final class SignedRequest {
  private final Credentials credentials;
  private final List<HttpHeaders.Line> lines = new ArrayList<>();
  private String date = "20260102T030405Z";
  private String scopeDate = "20260102";
  private String service = "timestream";
  private byte[] body = "{}".getBytes(StandardCharsets.UTF_8);

  SignedRequest(Credentials credentials) {
    this.credentials = credentials;
  }

  SignedRequest header(String name, String value) {
    lines.add(new HttpHeaders.Line(name, value));
    return this;
  }

  SignedRequest date(String value) {
    date = value;
    return this;
  }

  SignedRequest scopeDate(String value) {
    scopeDate = value;
    return this;
  }

  SignedRequest service(String value) {
    service = value;
    return this;
  }

  /** Signs every header there is. */
  HttpRequest build() {
    List<HttpHeaders.Line> all = new ArrayList<>(lines);
    all.add(new HttpHeaders.Line("Host", "127.0.0.1:8090"));
    all.add(new HttpHeaders.Line("X-Amz-Date", date));
    TreeSet<String> names = new TreeSet<>();
    for (HttpHeaders.Line line : all) {
      names.add(line.name().toLowerCase(Locale.ROOT));
    }
    return sign(all, String.join(";", names));
  }

  private HttpRequest sign(List<HttpHeaders.Line> all, String names) {
    CredentialScope scope =
        new CredentialScope(credentials.accessKeyId(), scopeDate, "eu-west-1", service);
    HttpRequest claimed = withAuthorization(all, scope, names, "0".repeat(64));
    String canonical =
        CanonicalRequest.of(claimed, SignatureClaim.of(claimed), Sha256.hex(Sha256.digest(body)));
    String stringToSign =
        "AWS4-HMAC-SHA256\n"
            + date
            + "\n"
            + scope.scope()
            + "\n"
            + Sha256.hex(Sha256.digest(canonical.getBytes(StandardCharsets.ISO_8859_1)));
    byte[] key = new SigningKeys().get(scope, credentials.secret());
    return withAuthorization(all, scope, names, Sha256.hex(Sha256.hmac(key, stringToSign)));
  }

  private HttpRequest withAuthorization(
      List<HttpHeaders.Line> all, CredentialScope scope, String names, String signature) {
    List<HttpHeaders.Line> with = new ArrayList<>(all);
    with.add(
        new HttpHeaders.Line(
            "Authorization",
            "AWS4-HMAC-SHA256 Credential="
                + scope.accessKeyId()
                + "/"
                + scope.scope()
                + ", SignedHeaders="
                + names
                + ", Signature="
                + signature));
    return new HttpRequest("POST", "/", new HttpHeaders(with), body);
  }
}
