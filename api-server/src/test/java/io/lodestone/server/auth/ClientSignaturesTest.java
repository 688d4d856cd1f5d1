package io.lodestone.server.auth;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.lodestone.server.http.HttpHeaders;
import io.lodestone.server.http.HttpRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * What the AWS SDK for Java signs is verified, over random requests: the SDK is the judge of our
 * reading of the rules.
 */
class ClientSignaturesTest {
  private static final Instant NOW = Instant.parse("2026-02-28T23:59:59Z");
  private static final String ALPHABET = "aZ9-_.~ /%+=&?é*'()!$,;:@#|\"";

  private final Credentials credentials = AccessKey.draw(RandomGenerator.of("L64X128MixRandom"));
  private final SigV4Verifier verifier =
      new SigV4Verifier(
          new KeyRing(AccessKeys.of(AccessKey.permanent(credentials, "tester", NOW))),
          () -> NOW,
          Duration.ofMinutes(15));

  @Test
  void requestsOfTheSdkAreVerified() {
    long seed = new java.util.SplittableRandom().nextLong();
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    for (int i = 0; i < 300; i++) {
      boolean presigned = random.nextInt(3) == 0;
      HttpRequest request = sign(random, presigned);
      String what =
          "seed " + seed + ", request " + i + ": " + request.method() + " " + request.target();
      try {
        Principal principal = verifier.authenticate(request, "timestream");
        assertEquals(credentials.accessKeyId(), principal.accessKeyId(), what);
        assertEquals("eu-central-1", principal.region(), what);
      } catch (AuthenticationException e) {
        throw new AssertionError(what, e);
      }
    }
  }

  @Test
  void emptyBodyOfTheSdkIsTheOneHashed() {
    assertArrayEquals(new byte[0], sign(RandomGenerator.of("L64X128MixRandom"), true).body());
  }

  private HttpRequest sign(RandomGenerator random, boolean presigned) {
    SdkHttpFullRequest.Builder unsigned =
        SdkHttpFullRequest.builder()
            .method(presigned ? SdkHttpMethod.GET : SdkHttpMethod.POST)
            .uri(URI.create("http://127.0.0.1:8090"))
            .encodedPath(
                random.nextBoolean() ? "/" : "/" + segment(random) + "/" + segment(random));
    if (!presigned) {
      unsigned.putHeader("Content-Type", "application/x-amz-json-1.0");
      unsigned.putHeader("X-Amz-Target", "Timestream_20181101.Query");
      unsigned.putHeader("x-amz-user-agent", "  several   spaces ");
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      unsigned.appendRawQueryParameter("p" + random.nextInt(3), text(random));
    }
    byte[] body = presigned ? new byte[0] : text(random).getBytes(StandardCharsets.UTF_8);
    SdkHttpRequest signed =
        AwsV4HttpSigner.create()
            .sign(
                r -> {
                  r.identity(
                          AwsCredentialsIdentity.create(
                              credentials.accessKeyId(), credentials.secret()))
                      .request(unsigned.build())
                      .payload(ContentStreamProvider.fromByteArray(body))
                      .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "timestream")
                      .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-central-1")
                      .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(NOW, ZoneOffset.UTC));
                  if (presigned) {
                    r.putProperty(
                            AwsV4FamilyHttpSigner.AUTH_LOCATION,
                            AwsV4FamilyHttpSigner.AuthLocation.QUERY_STRING)
                        .putProperty(
                            AwsV4FamilyHttpSigner.EXPIRATION_DURATION, Duration.ofMinutes(5));
                  }
                })
            .request();
    return received(signed, body);
  }

  private static HttpRequest received(SdkHttpRequest sent, byte[] body) {
    List<HttpHeaders.Line> lines = new ArrayList<>();
    for (Map.Entry<String, List<String>> header : sent.headers().entrySet()) {
      for (String value : header.getValue()) {
        lines.add(new HttpHeaders.Line(header.getKey(), value.strip()));
      }
    }
    String target =
        sent.encodedPath() + sent.encodedQueryParameters().map(query -> "?" + query).orElse("");
    return new HttpRequest(sent.method().name(), target, new HttpHeaders(lines), body);
  }

  /** A percent-encoded path segment, as clients send it. */
  private static String segment(RandomGenerator random) {
    byte[] bytes = ("s" + text(random)).getBytes(StandardCharsets.UTF_8);
    return PercentEncoding.encode(new String(bytes, StandardCharsets.ISO_8859_1));
  }

  private static String text(RandomGenerator random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return text.toString();
  }
}
