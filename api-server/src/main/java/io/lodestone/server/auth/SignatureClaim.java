package io.lodestone.server.auth;

import io.lodestone.server.auth.AuthenticationException.Kind;
import io.lodestone.server.http.HttpHeaders;
import io.lodestone.server.http.HttpRequest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a request says about its own signature. Well-formed because it exists; whether any of it is
 * true is for {@link SigV4Verifier} to find out.
 *
 * @param scope the key, and what it signs for
 * @param date the signing time as sent
 * @param time the same as an instant
 * @param lifetime how long after its signing time the request is good, for one that was signed
 *     ahead of its use
 * @param signedHeaders names in lower case, sorted, each once
 * @param signature 32 bytes
 * @param sessionToken that came with it, under the signature
 * @param query the query's parameters
 */
record SignatureClaim(
    CredentialScope scope,
    String date,
    Instant time,
    Optional<Duration> lifetime,
    List<String> signedHeaders,
    byte[] signature,
    Optional<String> sessionToken,
    QueryParameters query) {
  static final String ALGORITHM = "AWS4-HMAC-SHA256";
  static final String SIGNATURE_PARAMETER = "X-Amz-Signature";

  private static final String DATE_HEADER = "x-amz-date";
  private static final long LIFETIME_SECONDS_MAX = 604_800;

  /**
   * @throws AuthenticationException MISSING_TOKEN when the request carries no credentials,
   *     INCOMPLETE_SIGNATURE when they are not well-formed, or there are two sets of them
   */
  static SignatureClaim of(HttpRequest request) {
    QueryParameters query = QueryParameters.parse(request.query());
    List<String> authorizations = request.headers().all("Authorization");
    boolean inQuery =
        query.contains("X-Amz-Algorithm")
            || query.contains("X-Amz-Credential")
            || query.contains(SIGNATURE_PARAMETER);
    if (authorizations.isEmpty() && !inQuery) {
      throw new AuthenticationException(Kind.MISSING_TOKEN, "Missing Authentication Token");
    }
    if (authorizations.size() + (inQuery ? 1 : 0) > 1) {
      throw incomplete("The request carries more than one set of credentials.");
    }
    SignatureClaim claim =
        inQuery
            ? ofQuery(query, request.headers())
            : ofHeader(authorizations.getFirst(), request.headers(), query);
    claim.checkSignedHeaders(request.headers());
    return claim;
  }

  private static SignatureClaim ofHeader(
      String authorization, HttpHeaders headers, QueryParameters query) {
    if (!authorization.startsWith(ALGORITHM + " ")) {
      throw incomplete("The Authorization header does not begin with '" + ALGORITHM + "'.");
    }
    String credential = null;
    String signedHeaders = null;
    String signature = null;
    for (String field : authorization.substring(ALGORITHM.length() + 1).split(",", -1)) {
      String part = field.strip();
      if (part.startsWith("Credential=") && credential == null) {
        credential = part.substring("Credential=".length());
      } else if (part.startsWith("SignedHeaders=") && signedHeaders == null) {
        signedHeaders = part.substring("SignedHeaders=".length());
      } else if (part.startsWith("Signature=") && signature == null) {
        signature = part.substring("Signature=".length());
      } else {
        throw incomplete("The Authorization header holds a part that does not belong there.");
      }
    }
    if (credential == null || signedHeaders == null || signature == null) {
      throw incomplete(
          "Authorization header requires 'Credential', 'SignedHeaders' and 'Signature' parameters.");
    }
    List<String> dates = headers.all(DATE_HEADER);
    if (dates.size() != 1) {
      throw incomplete("Authorization header requires exactly one 'X-Amz-Date' header.");
    }
    return of(
        credential,
        dates.getFirst(),
        Optional.empty(),
        signedHeaders,
        signature,
        tokenHeader(headers),
        query);
  }

  private static SignatureClaim ofQuery(QueryParameters query, HttpHeaders headers) {
    if (!required(query, "X-Amz-Algorithm").equals(ALGORITHM)) {
      throw incomplete("The parameter 'X-Amz-Algorithm' is not '" + ALGORITHM + "'.");
    }
    Optional<String> tokenHeader = tokenHeader(headers);
    Optional<String> token = query.only("X-Amz-Security-Token");
    if (token.isPresent() && tokenHeader.isPresent()) {
      throw incomplete("The request carries more than one session token.");
    }
    return of(
        required(query, "X-Amz-Credential"),
        required(query, "X-Amz-Date"),
        Optional.of(lifetime(required(query, "X-Amz-Expires"))),
        required(query, "X-Amz-SignedHeaders"),
        required(query, SIGNATURE_PARAMETER),
        token.or(() -> tokenHeader),
        query);
  }

  private static SignatureClaim of(
      String credential,
      String date,
      Optional<Duration> lifetime,
      String signedHeaders,
      String signature,
      Optional<String> sessionToken,
      QueryParameters query) {
    CredentialScope scope =
        CredentialScope.parse(credential)
            .orElseThrow(
                () ->
                    incomplete(
                        "Credential must have the form"
                            + " <access key id>/<yyyymmdd>/<region>/<service>/aws4_request."));
    return new SignatureClaim(
        scope,
        date,
        time(date),
        lifetime,
        names(signedHeaders),
        signatureBytes(signature),
        sessionToken,
        query);
  }

  private static Optional<String> tokenHeader(HttpHeaders headers) {
    List<String> tokens = headers.all("x-amz-security-token");
    if (tokens.size() > 1) {
      throw incomplete("The request carries more than one session token.");
    }
    return tokens.stream().findFirst();
  }

  private static String required(QueryParameters query, String name) {
    return query
        .only(name)
        .orElseThrow(() -> incomplete("The query requires a parameter '" + name + "'."));
  }

  private static Duration lifetime(String expires) {
    boolean digits =
        !expires.isEmpty()
            && expires.length() <= 6
            && expires.chars().allMatch(c -> c >= '0' && c <= '9');
    long seconds = digits ? Long.parseLong(expires) : 0;
    if (seconds < 1 || seconds > LIFETIME_SECONDS_MAX) {
      throw incomplete(
          "The parameter 'X-Amz-Expires' is not between 1 and " + LIFETIME_SECONDS_MAX + ".");
    }
    return Duration.ofSeconds(seconds);
  }

  /** Reads {@code yyyymmddThhmmssZ}. By hand: it is on the path of every request. */
  private static Instant time(String date) {
    boolean shaped = date.length() == 16 && date.charAt(8) == 'T' && date.charAt(15) == 'Z';
    for (int i = 0; shaped && i < 15; i++) {
      shaped = i == 8 || (date.charAt(i) >= '0' && date.charAt(i) <= '9');
    }
    if (shaped) {
      try {
        return LocalDateTime.of(
                number(date, 0, 4),
                number(date, 4, 6),
                number(date, 6, 8),
                number(date, 9, 11),
                number(date, 11, 13),
                number(date, 13, 15))
            .toInstant(ZoneOffset.UTC);
      } catch (DateTimeException e) {
        throw badDate();
      }
    }
    throw badDate();
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
  }

  private static AuthenticationException badDate() {
    return incomplete("Date must be in ISO-8601 'basic format', like 20260102T030405Z.");
  }

  private static List<String> names(String signedHeaders) {
    List<String> names = List.of(signedHeaders.split(";", -1));
    String previous = "";
    for (String name : names) {
      boolean ascends = name.compareTo(previous) > 0;
      boolean lowerCase = name.chars().noneMatch(c -> c >= 'A' && c <= 'Z');
      if (!ascends || !lowerCase) {
        throw incomplete("SignedHeaders must be lower-case names, sorted, each of them once.");
      }
      previous = name;
    }
    return names;
  }

  private static byte[] signatureBytes(String signature) {
    boolean legal = signature.length() == 2 * Sha256.BYTES;
    for (int i = 0; legal && i < signature.length(); i++) {
      char c = signature.charAt(i);
      legal = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    }
    if (!legal) {
      throw incomplete("The signature is not 64 hexadecimal digits in lower case.");
    }
    return HexFormat.of().parseHex(signature);
  }

  /**
   * What decides how the request is understood has to be under the signature; what is under it has
   * to be there.
   */
  private void checkSignedHeaders(HttpHeaders headers) {
    if (!signedHeaders.contains("host")) {
      throw unsigned("host");
    }
    if (lifetime.isEmpty() && !signedHeaders.contains(DATE_HEADER)) {
      throw unsigned(DATE_HEADER);
    }
    for (HttpHeaders.Line line : headers.lines()) {
      String name = line.name();
      boolean binding =
          name.regionMatches(true, 0, "x-amz-", 0, 6) || name.equalsIgnoreCase("content-type");
      if (binding && !isSigned(name)) {
        throw unsigned(lowerCase(name));
      }
    }
    for (String name : signedHeaders) {
      if (headers.first(name).isEmpty()) {
        throw new AuthenticationException(
            Kind.INVALID_SIGNATURE, "A signed header is not in the request.");
      }
    }
    if (headers.all("host").size() > 1) {
      throw incomplete("The request has more than one Host header.");
    }
  }

  private boolean isSigned(String name) {
    for (String signed : signedHeaders) {
      if (signed.equalsIgnoreCase(name)) {
        return true;
      }
    }
    return false;
  }

  private static String lowerCase(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static AuthenticationException unsigned(String header) {
    return new AuthenticationException(
        Kind.INVALID_SIGNATURE, "The header '" + header + "' must be signed.");
  }

  private static AuthenticationException incomplete(String message) {
    return new AuthenticationException(Kind.INCOMPLETE_SIGNATURE, message);
  }
}
