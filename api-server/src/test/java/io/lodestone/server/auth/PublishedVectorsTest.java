package io.lodestone.server.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lodestone.server.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The verifier against AWS's published suite, and against what can be done to it. */
class PublishedVectorsTest {
  /**
   * Signs without the session token and adds it afterwards, in both forms: a header that a stranger
   * may exchange.
   */
  private static final String TOKEN_AFTER_SIGNING = "post-sts-header-after";

  private final SigV4Verifier verifier =
      new SigV4Verifier(
          SignatureSuite.KEYS, () -> SignatureSuite.SIGNED_AT, Duration.ofMinutes(15));

  @Test
  void normalisedVectorsAreVerified() {
    int verified = 0;
    for (SignatureSuite.Vector vector : SignatureSuite.load()) {
      if (isVerifiable(vector)) {
        Principal principal = verifier.authenticate(vector.request(), SignatureSuite.SERVICE);
        assertEquals("AKIDEXAMPLE", principal.accessKeyId(), vector.toString());
        assertEquals("us-east-1", principal.region(), vector.toString());
        verified++;
      }
    }
    assertTrue(verified >= 58, "only " + verified + " vectors were tried");
  }

  @Test
  void canonicalRequestsAreThePublishedOnes() {
    for (SignatureSuite.Vector vector : SignatureSuite.load()) {
      if (isVerifiable(vector)) {
        HttpRequest request = vector.request();
        String canonical =
            CanonicalRequest.of(
                request, SignatureClaim.of(request), Sha256.hex(Sha256.digest(request.body())));
        assertEquals(vector.canonicalRequest(), canonical, vector.toString());
      }
    }
  }

  @Test
  void tokenAddedAfterSigningIsRefused() {
    for (SignatureSuite.Vector vector : SignatureSuite.load()) {
      if (vector.name().equals(TOKEN_AFTER_SIGNING)) {
        assertRefused(vector.request(), vector.toString());
      }
    }
  }

  @Test
  void pathsSignedUnnormalisedAreRefused() {
    for (SignatureSuite.Vector vector : SignatureSuite.load()) {
      if (vector.isUnnormalized() && !isVerifiable(vector)) {
        assertRefused(vector.request(), vector.toString());
      }
    }
  }

  @Test
  void tamperedRequestsAreRefused() {
    int refused = 0;
    for (SignatureSuite.Vector vector : SignatureSuite.load()) {
      if (!isVerifiable(vector)) {
        continue;
      }
      List<Tampering.Tampered> all = new ArrayList<>(Tampering.all(vector.request()));
      for (Tampering.Tampered tampered : all) {
        assertRefused(tampered.request(), vector + ": " + tampered.act());
        refused++;
      }
    }
    assertTrue(refused >= 300, "only " + refused + " tampered requests were tried");
  }

  /** Unnormalised vectors whose path has nothing to normalise are like the others. */
  private static boolean isVerifiable(SignatureSuite.Vector vector) {
    if (vector.name().equals(TOKEN_AFTER_SIGNING)) {
      return false;
    }
    return !vector.isUnnormalized() || vector.name().equals("get-space-unnormalized");
  }

  private void assertRefused(HttpRequest request, String what) {
    assertThrows(
        AuthenticationException.class,
        () -> verifier.authenticate(request, SignatureSuite.SERVICE),
        what);
  }
}
