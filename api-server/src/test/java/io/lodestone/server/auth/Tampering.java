package io.lodestone.server.auth;

import io.lodestone.server.http.HttpHeaders;
import io.lodestone.server.http.HttpRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** Everything that a stranger could do to a signed request. */
final class Tampering {
  /** A request after one such act. */
  record Tampered(String act, HttpRequest request) {}

  private final HttpRequest original;
  private final List<Tampered> results = new ArrayList<>();

  private Tampering(HttpRequest original) {
    this.original = original;
  }

  static List<Tampered> all(HttpRequest original) {
    Tampering tampering = new Tampering(original);
    tampering.line();
    tampering.headers();
    tampering.body();
    tampering.credentials();
    return tampering.results;
  }

  private void line() {
    add("method", "PUT", original.target(), original.headers(), original.body());
    target("path", "/x" + original.target());
    target("added parameter", withParameter("extra=1"));
    target("added empty parameter", withParameter("extra"));
    target("added presigned date", withParameter("X-Amz-Date=20150830T123600Z"));
    target("added presigned credential", withParameter("x-amz-credential=a"));
    target("broken percent", withParameter("p=%g1"));
    int equals = original.target().indexOf('=');
    if (equals >= 0) {
      String target = original.target();
      target(
          "parameter value", target.substring(0, equals + 1) + "z" + target.substring(equals + 1));
      target("parameter name", target.substring(0, equals) + "z" + target.substring(equals));
    }
  }

  private void headers() {
    List<HttpHeaders.Line> lines = original.headers().lines();
    for (int i = 0; i < lines.size(); i++) {
      HttpHeaders.Line line = lines.get(i);
      if (line.name().equalsIgnoreCase("content-length")) {
        continue;
      }
      lines("without " + line.name(), removed(lines, i));
      lines(
          "changed " + line.name(),
          replaced(lines, i, new HttpHeaders.Line(line.name(), "z" + line.value())));
      lines(
          "again " + line.name(),
          inserted(lines, i, new HttpHeaders.Line(line.name(), line.value())));
    }
    lines("unsigned target", inserted(lines, 0, new HttpHeaders.Line("X-Amz-Target", "A.b")));
    lines("unsigned token", inserted(lines, 0, new HttpHeaders.Line("x-amz-security-token", "t")));
    lines(
        "unsigned body",
        inserted(lines, 0, new HttpHeaders.Line("x-amz-content-sha256", "UNSIGNED-PAYLOAD")));
    if (original.headers().first("content-type").isEmpty()) {
      lines(
          "unsigned type", inserted(lines, 0, new HttpHeaders.Line("Content-Type", "text/plain")));
    }
  }

  private void body() {
    byte[] longer = Arrays.copyOf(original.body(), original.body().length + 1);
    add("longer body", original.method(), original.target(), original.headers(), longer);
    if (original.body().length > 0) {
      byte[] flipped = original.body().clone();
      flipped[0] ^= 1;
      add("flipped body", original.method(), original.target(), original.headers(), flipped);
      add("no body", original.method(), original.target(), original.headers(), new byte[0]);
    }
  }

  /** Changes inside the credentials, in whichever of the two places they are. */
  private void credentials() {
    credential("algorithm", text -> text.replace("AWS4-HMAC-SHA256", "AWS4-HMAC-SHA512"));
    credential("key id", text -> text.replace("AKIDEXAMPLE", "AKIDEXAMPLF"));
    credential(
        "date of scope",
        text ->
            text.replace("/20150830/", "/20150831/").replace("%2F20150830%2F", "%2F20150831%2F"));
    credential("region", text -> text.replace("us-east-1", "us-east-2"));
    credential(
        "service",
        text -> text.replace("/service/", "/servicf/").replace("%2Fservice%2F", "%2Fservicf%2F"));
    credential("terminator", text -> text.replace("aws4_request", "aws4_requests"));
    credential(
        "unsigned host",
        text -> text.replace("host;", "").replace("SignedHeaders=host&", "SignedHeaders=&"));
    credential("unknown signed header", text -> text.replace("host", "host;zzz"));
    credential("signed header twice", text -> text.replace("host", "host;host"));
    credential("upper-case header", text -> text.replace("host", "Host"));
    credential("no signature", text -> text.replaceFirst("Signature=[0-9a-f]{64}", "Signature="));
    credential(
        "short signature", text -> text.replaceFirst("(Signature=[0-9a-f]{63})[0-9a-f]", "$1"));
    credential("upper-case signature", text -> upperCaseSignature(text));
    for (int digit : new int[] {0, 31, 63}) {
      credential("digit " + digit + " of the signature", text -> flippedSignature(text, digit));
    }
  }

  private void credential(String act, UnaryOperator<String> change) {
    String target = original.target();
    if (target.contains("X-Amz-Signature")) {
      int query = target.indexOf('?');
      String changed = target.substring(0, query) + change.apply(target.substring(query));
      if (!changed.equals(target)) {
        target(act, changed);
      }
      return;
    }
    List<HttpHeaders.Line> lines = original.headers().lines();
    for (int i = 0; i < lines.size(); i++) {
      HttpHeaders.Line line = lines.get(i);
      if (line.name().equals("Authorization") && !change.apply(line.value()).equals(line.value())) {
        lines(
            act, replaced(lines, i, new HttpHeaders.Line(line.name(), change.apply(line.value()))));
      }
    }
  }

  private static String flippedSignature(String text, int digit) {
    int at = text.indexOf("Signature=") + "Signature=".length() + digit;
    char flipped = text.charAt(at) == '0' ? '1' : '0';
    return text.substring(0, at) + flipped + text.substring(at + 1);
  }

  private static String upperCaseSignature(String text) {
    int at = text.indexOf("Signature=") + "Signature=".length();
    String signature = text.substring(at, at + 64);
    return text.substring(0, at)
        + signature.toUpperCase(java.util.Locale.ROOT)
        + text.substring(at + 64);
  }

  private String withParameter(String parameter) {
    return original.target() + (original.target().contains("?") ? "&" : "?") + parameter;
  }

  private void target(String act, String target) {
    add(act, original.method(), target, original.headers(), original.body());
  }

  private void lines(String act, List<HttpHeaders.Line> lines) {
    add(act, original.method(), original.target(), new HttpHeaders(lines), original.body());
  }

  private void add(String act, String method, String target, HttpHeaders headers, byte[] body) {
    results.add(new Tampered(act, new HttpRequest(method, target, headers, body)));
  }

  private static List<HttpHeaders.Line> removed(List<HttpHeaders.Line> lines, int i) {
    List<HttpHeaders.Line> copy = new ArrayList<>(lines);
    copy.remove(i);
    return copy;
  }

  private static List<HttpHeaders.Line> replaced(
      List<HttpHeaders.Line> lines, int i, HttpHeaders.Line line) {
    List<HttpHeaders.Line> copy = new ArrayList<>(lines);
    copy.set(i, line);
    return copy;
  }

  private static List<HttpHeaders.Line> inserted(
      List<HttpHeaders.Line> lines, int i, HttpHeaders.Line line) {
    List<HttpHeaders.Line> copy = new ArrayList<>(lines);
    copy.add(i, line);
    return copy;
  }
}
